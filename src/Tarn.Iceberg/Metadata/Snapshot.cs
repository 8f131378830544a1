using System.Collections.Immutable;
using System.Globalization;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Metadata;

/// <summary>The state of a table at some time. Spec: "Snapshots".</summary>
public sealed record Snapshot(long SnapshotId, long? ParentSnapshotId, long SequenceNumber, long TimestampMs)
{
    /// <summary>Where the manifest list is; null only in v1 tables that carry <see cref="Manifests"/> instead.</summary>
    public string? ManifestList { get; init; }

    /// <summary>The manifests of a v1 snapshot without manifest list; empty otherwise.</summary>
    public ImmutableArray<string> Manifests { get; init; } = [];

    /// <summary>What the commit did, <c>operation</c> included. Spec: Appendix F, "Optional Snapshot Summary Fields".</summary>
    public ImmutableSortedDictionary<string, string> Summary { get; init; } = StringMaps.Empty;

    /// <summary>The table's current schema when the snapshot was made; null where an old writer did not say.</summary>
    public int? SchemaId { get; init; }

    /// <summary>The <c>_row_id</c> of the first row of the first new manifest (v3). Spec: "Snapshot Row IDs".</summary>
    public long? FirstRowId { get; init; }

    /// <summary>The greatest number of rows that were given row ids (v3).</summary>
    public long? AddedRows { get; init; }

    /// <summary>The encryption key of the manifest list.</summary>
    public string? KeyId { get; init; }

    public UnknownFields Unknown { get; init; } = UnknownFields.None;

    /// <summary><c>append</c>, <c>replace</c>, <c>overwrite</c> or <c>delete</c> (<see cref="SnapshotOperation"/>); null in old v1 snapshots.</summary>
    public string? Operation => Summary.GetValueOrDefault(SnapshotOperation.Key);

    /// <summary>A number of the summary; null where its writer left it out.</summary>
    public long? Count(string key) => long.TryParse(Summary.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    public DateTimeOffset Timestamp => DateTimeOffset.FromUnixTimeMilliseconds(TimestampMs);
}

/// <summary>The operations of snapshot summaries. Spec: "Snapshots".</summary>
public static class SnapshotOperation
{
    /// <summary>The summary's key.</summary>
    public const string Key = "operation";

    /// <summary>Only data files were added.</summary>
    public const string Append = "append";

    /// <summary>Files were exchanged without changing the table's data.</summary>
    public const string Replace = "replace";

    /// <summary>Data and delete files were added and removed in a logical overwrite.</summary>
    public const string Overwrite = "overwrite";

    /// <summary>Data files were removed and their contents logically deleted, or delete files were added.</summary>
    public const string Delete = "delete";
}
