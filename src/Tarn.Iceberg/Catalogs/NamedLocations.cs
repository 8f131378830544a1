using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Views;

namespace Tarn.Iceberg.Catalogs;

/// <summary>The one check of every location that new metadata names: of creation, staging, registration and each commit.</summary>
/// <remarks>
/// Data files are named in manifests, which clients write by themselves: those paths are held to the same rule by the store when they are read or deleted, and by <see cref="NamedFiles"/>
/// before SQL registers a table.
/// </remarks>
public static class NamedLocations
{
    /// <param name="store">Its rule decides where tables may be.</param>
    /// <param name="before">Metadata that passed already; null for a table that is new here.</param>
    /// <param name="after">What is to become current.</param>
    /// <exception cref="IcebergException"><see cref="IcebergErrorKind.AccessDenied"/>; nothing was changed.</exception>
    public static void Demand(IObjectStore store, TableMetadata? before, TableMetadata after)
    {
        if (after.Location != before?.Location) LocationText.Demand(after.Location, "a table's location", store);
        foreach (var name in TableProperties.Paths)
            if (after.Property(name) is { } path && path != before?.Property(name)) LocationText.Demand(path, $"the property {name}", store);
        for (var i = FirstDifferent(before, after); i < after.Snapshots.Length; i++)
        {
            var snapshot = after.Snapshots[i];
            if (before?.SnapshotById(snapshot.SnapshotId) is not null) continue;
            if (snapshot.ManifestList is { } list) LocationText.Demand(list, "a manifest list", store);
            foreach (var manifest in snapshot.Manifests) LocationText.Demand(manifest, "a manifest", store);
        }
        foreach (var file in after.Statistics)
            if (before?.Statistics.Contains(file) != true) LocationText.Demand(file.StatisticsPath, "a statistics file", store);
        foreach (var file in after.PartitionStatistics)
            if (before?.PartitionStatistics.Contains(file) != true) LocationText.Demand(file.StatisticsPath, "a partition statistics file", store);
        if (before is not null) return;
        foreach (var entry in after.MetadataLog) LocationText.Demand(entry.MetadataFile, "a former metadata file", store);
    }

    /// <exception cref="IcebergException"><see cref="IcebergErrorKind.AccessDenied"/>; nothing was changed.</exception>
    public static void Demand(IObjectStore store, ViewMetadata view)
    {
        LocationText.Demand(view.Location, "a view's location", store);
        if (view.Properties.GetValueOrDefault(TableProperties.MetadataPath) is { } path) LocationText.Demand(path, $"the property {TableProperties.MetadataPath}", store);
    }

    /// <summary>Commits append: of thousands of snapshots all but the last few are the very ones that were looked at before.</summary>
    static int FirstDifferent(TableMetadata? before, TableMetadata after)
    {
        if (before is null) return 0;
        var i = 0;
        while (i < before.Snapshots.Length && i < after.Snapshots.Length && ReferenceEquals(before.Snapshots[i], after.Snapshots[i])) i++;
        return i;
    }
}
