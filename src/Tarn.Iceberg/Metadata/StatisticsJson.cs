using System.Text.Json;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Metadata;

/// <summary>Statistics files and encryption keys as JSON. Spec: "Table Statistics", "Partition Statistics", "Encryption Keys".</summary>
internal static class StatisticsJson
{
    static readonly HashSet<string> Known =
        ["snapshot-id", "statistics-path", "file-size-in-bytes", "file-footer-size-in-bytes", "key-metadata", "blob-metadata"];

    static readonly HashSet<string> KnownBlob = ["type", "snapshot-id", "sequence-number", "fields", "properties"];
    static readonly HashSet<string> KnownPartition = ["snapshot-id", "statistics-path", "file-size-in-bytes"];
    static readonly HashSet<string> KnownKey = ["key-id", "encrypted-key-metadata", "encrypted-by-id", "properties"];

    public static StatisticsFile Read(JsonElement json) => new(
        json.Long("snapshot-id", "statistics"),
        json.Text("statistics-path", "statistics"),
        json.Long("file-size-in-bytes", "statistics"),
        json.Long("file-footer-size-in-bytes", "statistics"),
        json.List("blob-metadata", "statistics", ReadBlob))
    {
        KeyMetadata = json.TextOrNull("key-metadata", "statistics"),
        Unknown = UnknownFields.Collect(json, Known),
    };

    public static void Write(Utf8JsonWriter writer, StatisticsFile file)
    {
        writer.WriteStartObject();
        writer.WriteNumber("snapshot-id", file.SnapshotId);
        writer.WriteString("statistics-path", file.StatisticsPath);
        writer.WriteNumber("file-size-in-bytes", file.FileSizeInBytes);
        writer.WriteNumber("file-footer-size-in-bytes", file.FileFooterSizeInBytes);
        if (file.KeyMetadata is not null) writer.WriteString("key-metadata", file.KeyMetadata);
        writer.WriteStartArray("blob-metadata");
        foreach (var blob in file.BlobMetadata) WriteBlob(writer, blob);
        writer.WriteEndArray();
        file.Unknown.WriteTo(writer);
        writer.WriteEndObject();
    }

    public static PartitionStatisticsFile ReadPartition(JsonElement json) => new(
        json.Long("snapshot-id", "partition statistics"),
        json.Text("statistics-path", "partition statistics"),
        json.Long("file-size-in-bytes", "partition statistics"))
    {
        Unknown = UnknownFields.Collect(json, KnownPartition),
    };

    public static void WritePartition(Utf8JsonWriter writer, PartitionStatisticsFile file)
    {
        writer.WriteStartObject();
        writer.WriteNumber("snapshot-id", file.SnapshotId);
        writer.WriteString("statistics-path", file.StatisticsPath);
        writer.WriteNumber("file-size-in-bytes", file.FileSizeInBytes);
        file.Unknown.WriteTo(writer);
        writer.WriteEndObject();
    }

    public static EncryptedKey ReadKey(JsonElement json) =>
        new(json.Text("key-id", "encryption key"), json.Text("encrypted-key-metadata", "encryption key"))
        {
            EncryptedById = json.TextOrNull("encrypted-by-id", "encryption key"),
            Properties = json.StringMap("properties", "encryption key"),
            Unknown = UnknownFields.Collect(json, KnownKey),
        };

    public static void WriteKey(Utf8JsonWriter writer, EncryptedKey key)
    {
        writer.WriteStartObject();
        writer.WriteString("key-id", key.KeyId);
        writer.WriteString("encrypted-key-metadata", key.EncryptedKeyMetadata);
        if (key.EncryptedById is not null) writer.WriteString("encrypted-by-id", key.EncryptedById);
        if (!key.Properties.IsEmpty) writer.WriteStringMap("properties", key.Properties);
        key.Unknown.WriteTo(writer);
        writer.WriteEndObject();
    }

    static BlobMetadata ReadBlob(JsonElement json) => new(
        json.Text("type", "blob metadata"),
        json.Long("snapshot-id", "blob metadata"),
        json.Long("sequence-number", "blob metadata"),
        json.List("fields", "blob metadata", id => id.GetInt32()),
        json.StringMap("properties", "blob metadata"))
    {
        Unknown = UnknownFields.Collect(json, KnownBlob),
    };

    static void WriteBlob(Utf8JsonWriter writer, BlobMetadata blob)
    {
        writer.WriteStartObject();
        writer.WriteString("type", blob.Type);
        writer.WriteNumber("snapshot-id", blob.SnapshotId);
        writer.WriteNumber("sequence-number", blob.SequenceNumber);
        writer.WriteStartArray("fields");
        foreach (var id in blob.Fields) writer.WriteNumberValue(id);
        writer.WriteEndArray();
        if (!blob.Properties.IsEmpty) writer.WriteStringMap("properties", blob.Properties);
        blob.Unknown.WriteTo(writer);
        writer.WriteEndObject();
    }
}
