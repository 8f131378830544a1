using System.Collections.Immutable;
using System.Globalization;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Views;
using Tarn.Security.Roles;

namespace Tarn.Server.Catalog;

/// <summary>A table or view as the catalog has it now.</summary>
/// <param name="Identifier">Its name.</param>
/// <param name="Metadata">A table's metadata; null for a view, and where it cannot be read (the name is still shown).</param>
/// <param name="View">A view's metadata.</param>
/// <param name="IsView">Which of them it is.</param>
sealed record KnownTable(TableIdentifier Identifier, TableMetadata? Metadata, ViewMetadata? View, bool IsView)
{
    public string Kind => IsView ? "view" : "table";

    /// <summary>Only its name is known: its metadata cannot be read.</summary>
    public bool IsUnreadable => Metadata is null && View is null;

    public Schema? Schema => Metadata?.Schema ?? View?.Schema;

    public Snapshot? Snapshot => Metadata?.CurrentSnapshot;

    public string? SnapshotId => Snapshot?.SnapshotId.ToString(CultureInfo.InvariantCulture);

    /// <summary>The last commit that changed rows; one that only exchanged files does not count. Null for a view, and for a table that never had a commit.</summary>
    /// <remarks>Of a chain whose older part was expired, the oldest that is left is the best that is known.</remarks>
    public Snapshot? LastChange => field ??= FindLastChange();

    /// <summary>How many bytes the current snapshot had, from when on, oldest first.</summary>
    public ImmutableArray<(long TimestampMs, long Bytes)> Sizes => field.IsDefault ? field = FindSizes() : field;

    /// <summary>A property of the table or view.</summary>
    public string? Property(string name) => Metadata?.Property(name) ?? View?.Properties.GetValueOrDefault(name);

    /// <summary>How many rows a reader sees; null where the current snapshot does not say it, and where there is none.</summary>
    public RowTotal? Rows => Metadata is { CurrentSnapshot: { } current } ? field ??= RowTotal.Of(Metadata, current) : null;

    /// <summary>What an authorizer is asked about.</summary>
    public SecuredObject Secured => field ??= new SecuredObject.Table(Identifier.Namespace.Levels, Identifier.Name);

    /// <summary>A number of the current snapshot's summary. Iceberg specification, Appendix F, "Optional Snapshot Summary Fields".</summary>
    public long? Total(string key) => Snapshot?.Count(key);

    Snapshot? FindLastChange()
    {
        if (Metadata is not { CurrentSnapshotId: { } current }) return null;
        Snapshot? changed = null;
        foreach (var snapshot in Metadata.AncestorsOf(current))
        {
            changed = snapshot;
            if (snapshot.Operation != SnapshotOperation.Replace) break;
        }
        return changed;
    }

    ImmutableArray<(long TimestampMs, long Bytes)> FindSizes()
    {
        if (Metadata is null) return [];
        var sizes = Metadata.Snapshots.ToDictionary(s => s.SnapshotId, s => s.Count("total-files-size") ?? 0);
        var last = 0L;
        return [.. Metadata.SnapshotLog.Select(entry => (entry.TimestampMs, last = sizes.GetValueOrDefault(entry.SnapshotId, last)))];
    }
}
