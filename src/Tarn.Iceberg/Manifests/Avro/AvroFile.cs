using System.Collections.Frozen;
using System.Text;
using Tarn.Iceberg.Codecs;

namespace Tarn.Iceberg.Manifests.Avro;

/// <summary>An Avro object container file in memory (Avro specification, "Object Container Files"): its header, and its blocks one by one.</summary>
public sealed class AvroFile
{
    const int SyncLength = 16;

    readonly ReadOnlyMemory<byte> content;
    readonly ReadOnlyMemory<byte> sync;
    readonly Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> decompress;
    readonly int firstBlock;

    AvroFile(ReadOnlyMemory<byte> content, FrozenDictionary<string, byte[]> metadata, int headerLength)
    {
        this.content = content;
        Metadata = metadata;
        sync = content.Slice(headerLength, SyncLength);
        firstBlock = headerLength + SyncLength;
        Schema = AvroSchema.Parse(metadata.TryGetValue("avro.schema", out var schema) ? schema : throw CorruptData.In("Avro", "avro.schema is missing"));
        Codec = MetadataText("avro.codec") ?? AvroCodec.Null;
        decompress = AvroCodec.Decompressor(Codec);
    }

    internal static ReadOnlySpan<byte> Magic => "Obj\u0001"u8;

    /// <summary>The schema that the writer used.</summary>
    public AvroSchema Schema { get; }

    public string Codec { get; }

    /// <summary>The header's key-value metadata, Iceberg's keys and Avro's own.</summary>
    public FrozenDictionary<string, byte[]> Metadata { get; }

    /// <summary>Reads the header.</summary>
    /// <exception cref="IcebergException">It is no Avro file, or one with a codec that cannot be read.</exception>
    public static AvroFile Open(ReadOnlyMemory<byte> content)
    {
        if (!content.Span.StartsWith(Magic)) throw CorruptData.In("Avro", $"it does not start with Avro's magic bytes ({content.Length} bytes)");
        var cursor = new AvroCursor(content.Span, Magic.Length);
        var metadata = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        while (cursor.ReadBlockCount(minimumItemBytes: 2, out _) is > 0 and var count)
            for (var i = 0L; i < count; i++)
                metadata[Encoding.UTF8.GetString(cursor.ReadBytes())] = cursor.ReadBytes().ToArray();
        if (cursor.Left < SyncLength) throw CorruptData.In("Avro", "the header is cut off");
        return new AvroFile(content, metadata.ToFrozenDictionary(StringComparer.Ordinal), cursor.Position);
    }

    public string? MetadataText(string key) => Metadata.TryGetValue(key, out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>The blocks in order, decompressed. What was read before damage is found is given out first.</summary>
    public IEnumerable<AvroBlock> Blocks()
    {
        for (var position = firstBlock; position < content.Length;) yield return ReadBlock(ref position);
    }

    /// <summary>Decompresses the first bytes of a block that was read before, as many as there is room for, and no further.</summary>
    /// <param name="start">The block's <see cref="AvroBlock.Start"/>.</param>
    /// <param name="output">Not longer than the block.</param>
    internal void ReadStartOfBlock(int start, Span<byte> output)
    {
        var (_, compressed, _) = Frame(start);
        if (Codec == AvroCodec.Deflate) DeflateCodec.DecompressStart(compressed, output);
        else decompress(compressed).Span[..output.Length].CopyTo(output);
    }

    /// <summary>Bytes of the file, which this object holds on to.</summary>
    internal int Length => content.Length;

    AvroBlock ReadBlock(ref int position)
    {
        var begin = position;
        (var count, var compressed, position) = Frame(begin);
        var data = decompress(compressed);
        var limit = Schema.MinimumBytes == 0 ? DecodeLimits.MaxEmptyItems : data.Length / Schema.MinimumBytes;
        return count >= 0 && count <= limit ? new AvroBlock((int)count, data) { Start = begin } : throw CorruptData.In("Avro", $"a block claims {count} objects in {data.Length} bytes");
    }

    /// <summary>What a block says of itself, and where the next begins.</summary>
    (long Count, ReadOnlyMemory<byte> Compressed, int Next) Frame(int position)
    {
        var cursor = new AvroCursor(content.Span, position);
        var count = cursor.ReadLong();
        var size = cursor.ReadLong();
        if (size < 0 || size > cursor.Left - SyncLength) throw CorruptData.In("Avro", $"a block of {size} bytes where {cursor.Left} are left");
        var (start, end) = (cursor.Position, cursor.Position + (int)size);
        if (!content.Span.Slice(end, SyncLength).SequenceEqual(sync.Span)) throw CorruptData.In("Avro", "a block does not end with the file's sync marker");
        return (count, content[start..end], end + SyncLength);
    }
}
