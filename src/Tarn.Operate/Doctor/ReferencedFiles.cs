using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;

namespace Tarn.Operate.Doctor;

/// <summary>Collects the files that the snapshots of tables refer to, each manifest read once.</summary>
sealed class ReferencedFiles(IObjectStore store)
{
    readonly HashSet<string> manifests = new(StringComparer.Ordinal);

    /// <summary>Files that must be there, and the table that needs each.</summary>
    public Dictionary<string, TableIdentifier> Required { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that belong to a table and may be gone: former metadata files.</summary>
    public HashSet<string> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>What could not be read, so that the collection is not complete.</summary>
    public List<string> Unreadable { get; } = [];

    public async Task AddAsync(Table table, CancellationToken cancellationToken)
    {
        Require(table.MetadataLocation, table);
        foreach (var former in table.Metadata.MetadataLog) _ = Known.Add(Location.Normalize(former.MetadataFile));
        foreach (var file in table.Metadata.Statistics) Require(file.StatisticsPath, table);
        foreach (var file in table.Metadata.PartitionStatistics) Require(file.StatisticsPath, table);
        foreach (var snapshot in table.Metadata.Snapshots)
        {
            if (snapshot.ManifestList is { } list) Require(list, table);
            AddNamedBy(snapshot, table);
            await TryAsync(table, () => AddAsync(table, snapshot, cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <summary>A source's position that is too long for a summary stands in a file that the summary names; below the table's former location, where it was moved since.</summary>
    void AddNamedBy(Snapshot snapshot, Table table)
    {
        foreach (var value in snapshot.Summary.Values)
            if (value.StartsWith(table.Location + "/", StringComparison.Ordinal)) Require(value, table);
            else if (value.Contains("://", StringComparison.Ordinal) && Location.TryParse(value, out _)) _ = Known.Add(Location.Normalize(value));
    }

    async Task AddAsync(Table table, Snapshot snapshot, CancellationToken cancellationToken)
    {
        foreach (var manifest in await SnapshotManifests.ReadAsync(store, snapshot, cancellationToken).ConfigureAwait(false))
        {
            if (!manifests.Add(Location.Normalize(manifest.ManifestPath))) continue;
            Require(manifest.ManifestPath, table);
            await TryAsync(table, () => AddAsync(table, manifest, cancellationToken)).ConfigureAwait(false);
        }
    }

    async Task AddAsync(Table table, ManifestFile manifest, CancellationToken cancellationToken)
    {
        var content = await store.ReadAsync(manifest.ManifestPath, cancellationToken).ConfigureAwait(false);
        foreach (var entry in ManifestReader.Open(content, manifest, table.Metadata.PartitionTypeOf(manifest.PartitionSpecId)).LiveEntries())
            Require(entry.File.FilePath, table);
    }

    async Task TryAsync(Table table, Func<Task> read)
    {
        try
        {
            await read().ConfigureAwait(false);
        }
        catch (IcebergException e)
        {
            Unreadable.Add($"{table.Identifier}: {e.Message}");
        }
    }

    void Require(string location, Table table) => _ = Required.TryAdd(Location.Normalize(location), table.Identifier);
}
