using System.Buffers.Binary;
using Tarn.Iceberg.Codecs;

namespace Tarn.Iceberg.Deletes;

/// <summary>The blob <c>deletion-vector-v1</c>: length and magic bytes, a serialized <see cref="PositionBitmap"/>, a CRC-32. Puffin spec, "Blob types".</summary>
public static class DeletionVector
{
    public const string BlobType = "deletion-vector-v1";

    const string Format = "deletion vector";
    const int LengthBytes = 4;
    const int MagicBytes = 4;
    const int ChecksumBytes = 4;

    static ReadOnlySpan<byte> Magic => [0xD1, 0xD3, 0x39, 0x64];

    public static byte[] Encode(PositionBitmap positions)
    {
        var bitmap = positions.Serialize().Span;
        var blob = new byte[LengthBytes + MagicBytes + bitmap.Length + ChecksumBytes];
        BinaryPrimitives.WriteInt32BigEndian(blob, MagicBytes + bitmap.Length);
        Magic.CopyTo(blob.AsSpan(LengthBytes));
        bitmap.CopyTo(blob.AsSpan(LengthBytes + MagicBytes));
        BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(blob.Length - ChecksumBytes), Crc32.Compute(blob.AsSpan(LengthBytes, MagicBytes + bitmap.Length)));
        return blob;
    }

    /// <summary>Reads a blob; where the manifest says how many rows it deletes, that number is checked.</summary>
    /// <exception cref="IcebergException">The blob is damaged, or holds another number of rows.</exception>
    public static PositionBitmap Decode(ReadOnlySpan<byte> blob, long? expectedCardinality = null)
    {
        if (blob.Length < LengthBytes + MagicBytes + ChecksumBytes) throw CorruptData.In(Format, $"it has only {blob.Length} bytes");
        var length = BinaryPrimitives.ReadInt32BigEndian(blob);
        if (length != blob.Length - LengthBytes - ChecksumBytes) throw CorruptData.In(Format, $"it claims {length} of {blob.Length} bytes");
        var body = blob.Slice(LengthBytes, length);
        if (!body.StartsWith(Magic)) throw CorruptData.In(Format, "its magic bytes are wrong");
        if (Crc32.Compute(body) != BinaryPrimitives.ReadUInt32BigEndian(blob[^ChecksumBytes..])) throw CorruptData.In(Format, "its checksum does not match");
        var positions = PositionBitmap.Deserialize(body[MagicBytes..]);
        if (expectedCardinality is { } expected && positions.Cardinality != expected)
            throw CorruptData.In(Format, $"it deletes {positions.Cardinality} rows where the manifest says {expected}");
        return positions;
    }
}
