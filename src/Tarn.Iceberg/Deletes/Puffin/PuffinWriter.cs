using System.Collections.Immutable;

namespace Tarn.Iceberg.Deletes.Puffin;

/// <summary>Builds a Puffin file in memory. Blobs are stored plain, which the format requires of deletion vectors.</summary>
public sealed class PuffinWriter
{
    readonly ImmutableArray<PuffinBlob>.Builder blobs = ImmutableArray.CreateBuilder<PuffinBlob>();
    readonly List<ReadOnlyMemory<byte>> contents = [];
    long length = PuffinFooter.MagicBytes;

    /// <summary>How much of the file is not its footer.</summary>
    public long FooterOffset => length;

    /// <summary>Appends a blob and says where it lies: a manifest's <c>content_offset</c> and <c>content_size_in_bytes</c>.</summary>
    public PuffinBlob Add(string type, ReadOnlyMemory<byte> content, ImmutableSortedDictionary<string, string> properties, params ImmutableArray<int> fields) =>
        Add(new PuffinBlob(type, 0, 0) { Fields = fields, Properties = properties }, content);

    /// <summary>Appends a plain blob of this description, and completes it by where it lies.</summary>
    public PuffinBlob Add(PuffinBlob description, ReadOnlyMemory<byte> content)
    {
        var blob = description with { Offset = length, Length = content.Length, CompressionCodec = null };
        blobs.Add(blob);
        contents.Add(content);
        length += content.Length;
        return blob;
    }

    /// <summary>Appends a deletion vector for a data file.</summary>
    public PuffinBlob AddDeletionVector(string dataFile, PositionBitmap positions) => Add(
        DeletionVector.BlobType,
        DeletionVector.Encode(positions),
        ImmutableSortedDictionary<string, string>.Empty.Add("referenced-data-file", dataFile).Add("cardinality", positions.Cardinality.ToString()),
        RowPositionFieldId);

    /// <summary>The reserved id of the metadata column <c>_pos</c>, which the reference names as the field of a deletion vector.</summary>
    const int RowPositionFieldId = 2147483645;

    /// <summary>The finished file.</summary>
    public byte[] ToBytes(string createdBy)
    {
        var footer = new PuffinFooter(blobs.ToImmutable(), ImmutableSortedDictionary<string, string>.Empty.Add("created-by", createdBy)).ToBytes();
        var file = new byte[checked((int)(length + footer.Length))];
        PuffinFooter.Magic.CopyTo(file);
        var position = PuffinFooter.MagicBytes;
        foreach (var content in contents)
        {
            content.CopyTo(file.AsMemory(position));
            position += content.Length;
        }
        footer.CopyTo(file, position);
        return file;
    }
}
