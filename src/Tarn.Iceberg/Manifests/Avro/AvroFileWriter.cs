using System.Security.Cryptography;
using System.Text;

namespace Tarn.Iceberg.Manifests.Avro;

/// <summary>Writes an Avro object container file into memory. The caller encodes each object into <see cref="Output"/> and then says <see cref="EndObject"/>.</summary>
internal sealed class AvroFileWriter
{
    /// <summary>Blocks are closed at this many encoded bytes, as Avro's Java writer does.</summary>
    const int BlockBytes = 64_000;

    readonly AvroOutput file = new(BlockBytes);
    readonly string codec;
    readonly byte[] sync = RandomNumberGenerator.GetBytes(16);
    long objects;

    public AvroFileWriter(string schema, string codec, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        this.codec = codec;
        var pairs = metadata.Append(new("avro.schema", schema)).Append(new("avro.codec", codec)).ToList();
        file.WriteRaw(AvroFile.Magic);
        file.WriteLong(pairs.Count);
        foreach (var (key, value) in pairs)
        {
            file.WriteString(key);
            file.WriteBytes(Encoding.UTF8.GetBytes(value));
        }
        file.WriteLong(0);
        file.WriteRaw(sync);
    }

    public AvroOutput Output { get; } = new(BlockBytes + 4096);

    /// <summary>Bytes of the file so far, with the open block as it would be uncompressed.</summary>
    public long EstimatedLength => file.Length + Output.Length;

    public void EndObject()
    {
        objects++;
        if (Output.Length >= BlockBytes) EndBlock();
    }

    /// <summary>The finished file.</summary>
    public ReadOnlyMemory<byte> Complete()
    {
        EndBlock();
        return file.Memory;
    }

    void EndBlock()
    {
        if (objects == 0) return;
        using var compressed = new MemoryStream();
        AvroCodec.Compress(codec, Output.Written, compressed);
        file.WriteLong(objects);
        file.WriteBytes(compressed.GetBuffer().AsSpan(0, checked((int)compressed.Length)));
        file.WriteRaw(sync);
        Output.Clear();
        objects = 0;
    }
}
