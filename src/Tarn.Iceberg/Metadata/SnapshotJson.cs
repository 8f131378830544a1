using System.Collections.Immutable;
using System.Text.Json;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Metadata;

/// <summary>Snapshots and references as JSON. Spec: "Snapshots", "Snapshot References".</summary>
internal static class SnapshotJson
{
    static readonly HashSet<string> Known =
    [
        "snapshot-id", "parent-snapshot-id", "sequence-number", "timestamp-ms", "manifest-list", "manifests", "summary", "schema-id",
        "first-row-id", "added-rows", "key-id",
    ];

    static readonly HashSet<string> KnownRef = ["snapshot-id", "type", "min-snapshots-to-keep", "max-snapshot-age-ms", "max-ref-age-ms"];

    /// <summary>One that is known already is taken as it is.</summary>
    public static Snapshot Read(JsonElement json, IReadOnlyDictionary<long, Snapshot> known) =>
        known.TryGetValue(json.Long("snapshot-id", "snapshot"), out var same) && json.Long("timestamp-ms", "snapshot") == same.TimestampMs
        && (json.LongOrNull("sequence-number", "snapshot") ?? 0) == same.SequenceNumber && json.TextOrNull("manifest-list", "snapshot") == same.ManifestList
            ? same
            : Read(json);

    public static Snapshot Read(JsonElement json) => new(
        json.Long("snapshot-id", "snapshot"),
        json.LongOrNull("parent-snapshot-id", "snapshot"),
        json.LongOrNull("sequence-number", "snapshot") ?? 0,
        json.Long("timestamp-ms", "snapshot"))
    {
        ManifestList = json.TextOrNull("manifest-list", "snapshot"),
        Manifests = json.Optional("manifest-list") is null
            ? json.List("manifests", "snapshot", path => path.GetString() ?? throw JsonRead.Wrong("snapshot: manifests", "a list of strings", path))
            : [],
        Summary = json.StringMap("summary", "snapshot"),
        SchemaId = json.IntOrNull("schema-id", "snapshot"),
        FirstRowId = json.LongOrNull("first-row-id", "snapshot"),
        AddedRows = json.LongOrNull("added-rows", "snapshot"),
        KeyId = json.TextOrNull("key-id", "snapshot"),
        Unknown = UnknownFields.Collect(json, Known),
    };

    public static void Write(Utf8JsonWriter writer, Snapshot snapshot)
    {
        writer.WriteStartObject();
        if (snapshot.SequenceNumber > 0) writer.WriteNumber("sequence-number", snapshot.SequenceNumber);
        writer.WriteNumber("snapshot-id", snapshot.SnapshotId);
        if (snapshot.ParentSnapshotId is { } parent) writer.WriteNumber("parent-snapshot-id", parent);
        writer.WriteNumber("timestamp-ms", snapshot.TimestampMs);
        if (!snapshot.Summary.IsEmpty) writer.WriteStringMap("summary", snapshot.Summary);
        if (snapshot.ManifestList is not null) writer.WriteString("manifest-list", snapshot.ManifestList);
        else WriteManifests(writer, snapshot.Manifests);
        if (snapshot.SchemaId is { } schemaId) writer.WriteNumber("schema-id", schemaId);
        if (snapshot.FirstRowId is { } firstRowId) writer.WriteNumber("first-row-id", firstRowId);
        if (snapshot.AddedRows is { } addedRows) writer.WriteNumber("added-rows", addedRows);
        if (snapshot.KeyId is not null) writer.WriteString("key-id", snapshot.KeyId);
        snapshot.Unknown.WriteTo(writer);
        writer.WriteEndObject();
    }

    public static SnapshotRef ReadRef(JsonElement json, string name)
    {
        var owner = $"reference {name}";
        var type = json.Text("type", owner).ToLowerInvariant() switch
        {
            "branch" => SnapshotRefType.Branch,
            "tag" => SnapshotRefType.Tag,
            var other => throw IcebergException.Corrupt($"Cannot parse {owner}: type '{other}' is neither branch nor tag"),
        };
        return new SnapshotRef(json.Long("snapshot-id", owner), type)
        {
            MinSnapshotsToKeep = json.IntOrNull("min-snapshots-to-keep", owner),
            MaxSnapshotAgeMs = json.LongOrNull("max-snapshot-age-ms", owner),
            MaxRefAgeMs = json.LongOrNull("max-ref-age-ms", owner),
            Unknown = UnknownFields.Collect(json, KnownRef),
        };
    }

    public static void WriteRef(Utf8JsonWriter writer, SnapshotRef reference)
    {
        writer.WriteStartObject();
        WriteRefMembers(writer, reference);
        writer.WriteEndObject();
    }

    internal static void WriteRefMembers(Utf8JsonWriter writer, SnapshotRef reference)
    {
        writer.WriteNumber("snapshot-id", reference.SnapshotId);
        writer.WriteString("type", reference.Type == SnapshotRefType.Branch ? "branch" : "tag");
        if (reference.MinSnapshotsToKeep is { } count) writer.WriteNumber("min-snapshots-to-keep", count);
        if (reference.MaxSnapshotAgeMs is { } age) writer.WriteNumber("max-snapshot-age-ms", age);
        if (reference.MaxRefAgeMs is { } refAge) writer.WriteNumber("max-ref-age-ms", refAge);
        reference.Unknown.WriteTo(writer);
    }

    static void WriteManifests(Utf8JsonWriter writer, ImmutableArray<string> manifests)
    {
        writer.WriteStartArray("manifests");
        foreach (var path in manifests) writer.WriteStringValue(path);
        writer.WriteEndArray();
    }
}
