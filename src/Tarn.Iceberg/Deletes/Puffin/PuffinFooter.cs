using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Codecs.Lz4;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Deletes.Puffin;

/// <summary>The blobs and properties of a Puffin file. Puffin spec, "Footer structure".</summary>
public sealed record PuffinFooter(ImmutableArray<PuffinBlob> Blobs, ImmutableSortedDictionary<string, string> Properties)
{
    internal const string Format = "Puffin";

    /// <summary>Payload size, flags and magic at the very end.</summary>
    internal const int TrailerBytes = 12;

    internal const int MagicBytes = 4;

    internal static ReadOnlySpan<byte> Magic => "PFA1"u8;

    /// <summary>How many bytes the footer takes, from the last twelve bytes of the file.</summary>
    internal static int Length(ReadOnlySpan<byte> trailer, long fileLength)
    {
        if (!trailer[^MagicBytes..].SequenceEqual(Magic)) throw CorruptData.In(Format, "the file does not end with Puffin's magic bytes");
        var payload = BinaryPrimitives.ReadInt32LittleEndian(trailer);
        return payload >= 0 && payload <= fileLength - (2 * MagicBytes) - TrailerBytes
            ? payload + MagicBytes + TrailerBytes
            : throw CorruptData.In(Format, $"the footer claims {payload} of {fileLength} bytes");
    }

    /// <summary>Reads a whole footer: magic, payload, trailer.</summary>
    internal static PuffinFooter Parse(ReadOnlyMemory<byte> footer, long fileLength)
    {
        if (!footer.Span.StartsWith(Magic)) throw CorruptData.In(Format, "the footer does not start with Puffin's magic bytes");
        var payload = footer[MagicBytes..^TrailerBytes];
        var flags = footer.Span[^8];
        if ((flags & ~1) != 0) throw CorruptData.Unsupported(Format, $"footer flags {flags:x2}");
        if ((flags & 1) != 0) payload = Lz4FrameCodec.Decompress(payload.Span);
        var parsed = JsonText.Parse(payload, "Puffin footer", Read);
        foreach (var blob in parsed.Blobs)
            if (blob.Offset < MagicBytes || blob.Length < 0 || blob.Offset > fileLength - blob.Length) throw CorruptData.In(Format, $"a blob at {blob.Offset} of {blob.Length} bytes lies outside the file");
        return parsed;
    }

    static PuffinFooter Read(JsonElement json) => new(json.List("blobs", "Puffin footer", ReadBlob), json.StringMap("properties", "Puffin footer"));

    static PuffinBlob ReadBlob(JsonElement json) =>
        new(json.Text("type", "Puffin blob"), json.Long("offset", "Puffin blob"), json.Long("length", "Puffin blob"))
        {
            Fields = json.List("fields", "Puffin blob", field => field.GetInt32()),
            SnapshotId = json.Long("snapshot-id", "Puffin blob"),
            SequenceNumber = json.Long("sequence-number", "Puffin blob"),
            CompressionCodec = json.TextOrNull("compression-codec", "Puffin blob"),
            Properties = json.StringMap("properties", "Puffin blob"),
        };

    internal byte[] ToBytes()
    {
        var payload = JsonText.ToBytes(Write);
        var footer = new byte[MagicBytes + payload.Length + TrailerBytes];
        Magic.CopyTo(footer);
        payload.CopyTo(footer, MagicBytes);
        BinaryPrimitives.WriteInt32LittleEndian(footer.AsSpan(MagicBytes + payload.Length), payload.Length);
        Magic.CopyTo(footer.AsSpan(footer.Length - MagicBytes));
        return footer;
    }

    void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("blobs");
        foreach (var blob in Blobs)
        {
            writer.WriteStartObject();
            writer.WriteString("type", blob.Type);
            writer.WriteStartArray("fields");
            foreach (var field in blob.Fields) writer.WriteNumberValue(field);
            writer.WriteEndArray();
            writer.WriteNumber("snapshot-id", blob.SnapshotId);
            writer.WriteNumber("sequence-number", blob.SequenceNumber);
            writer.WriteNumber("offset", blob.Offset);
            writer.WriteNumber("length", blob.Length);
            if (blob.CompressionCodec is not null) writer.WriteString("compression-codec", blob.CompressionCodec);
            if (!blob.Properties.IsEmpty) writer.WriteStringMap("properties", blob.Properties);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (!Properties.IsEmpty) writer.WriteStringMap("properties", Properties);
        writer.WriteEndObject();
    }
}
