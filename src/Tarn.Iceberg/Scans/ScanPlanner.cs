using System.Collections.Immutable;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Manifests.Columns;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;

namespace Tarn.Iceberg.Scans;

/// <summary>Plans one scan: delete manifests first, then data manifests, several at once, each kept in the place of its manifest.</summary>
internal sealed class ScanPlanner
{
    readonly TableScan _scan;
    readonly Schema _schema;
    readonly Snapshot? _snapshot;
    readonly MetricsEvaluator _metrics;
    readonly Dictionary<int, SpecFilter> _filters = [];

    /// <summary>The snapshots whose added files alone are wanted; null for all files.</summary>
    readonly HashSet<long>? _appends;

    public ScanPlanner(TableScan scan)
    {
        _scan = scan;
        _snapshot = scan.Metadata.Select(scan.Selector);
        _schema = scan.Metadata.SchemaFor(scan.Selector);
        _metrics = new MetricsEvaluator(_schema, scan.Filter, scan.CaseSensitive);
        if (scan.AppendedAfter is { } after && _snapshot is not null)
            _appends = [.. scan.Metadata.Between(after, _snapshot.SnapshotId).Where(s => s.Operation == SnapshotOperation.Append).Select(s => s.SnapshotId)];
    }

    public async Task<ScanPlan> PlanAsync(CancellationToken cancellationToken)
    {
        if (_snapshot is null) return new ScanPlan(null, _schema, [], new ScanCounts());
        var manifests = await ManifestsAsync(_snapshot, cancellationToken);
        foreach (var specId in manifests.Select(manifest => manifest.PartitionSpecId).Distinct()) _filters.Add(specId, new SpecFilter(_scan, _schema, specId));
        var (dataManifests, deleteManifests) = (OfContent(manifests, ManifestContent.Data), OfContent(manifests, ManifestContent.Deletes));
        var (data, deletes) = (Selected(dataManifests), Selected(deleteManifests));

        var found = await ReadAllAsync(deletes, cancellationToken);
        var index = new DeleteIndex(found.SelectMany(manifest => manifest.Entries), _scan.Metadata.PartitionSpecs);
        var read = await ReadAllAsync(data, cancellationToken);

        var tasks = Tasks(data, read, index);
        return new ScanPlan(_snapshot, _schema, tasks, Count(tasks) with
        {
            DataManifestsScanned = data.Count,
            DataManifestsSkipped = dataManifests.Count - data.Count,
            DeleteManifestsScanned = deletes.Count,
            DeleteManifestsSkipped = deleteManifests.Count - deletes.Count,
            FilesConsidered = read.Sum(manifest => manifest.Considered)
                + dataManifests.Except(data).Sum(manifest => (long)(manifest.AddedFilesCount ?? 0) + (manifest.ExistingFilesCount ?? 0)),
        })
        {
            IsFiltered = _scan.Filter != Expression.True,
        };
    }

    async Task<ImmutableArray<ManifestFile>> ManifestsAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (_appends is null) return await SnapshotManifests.ReadAsync(_scan.Store, snapshot, cancellationToken);
        var manifests = new Dictionary<string, ManifestFile>(StringComparer.Ordinal);
        // A later state may have merged the manifest that an append made: its own list has it.
        foreach (var id in _appends)
            foreach (var manifest in await SnapshotManifests.ReadAsync(_scan.Store, _scan.Metadata.SnapshotById(id)!, cancellationToken))
                if (manifest.Content is ManifestContent.Data && _appends.Contains(manifest.AddedSnapshotId)) _ = manifests.TryAdd(manifest.ManifestPath, manifest);
        return [.. manifests.Values];
    }

    bool IsWanted(in ManifestEntry entry) => entry.IsLive && (_appends is null || (entry.Status is ManifestEntryStatus.Added && entry.SnapshotId is { } id && _appends.Contains(id)));

    static List<ManifestFile> OfContent(ImmutableArray<ManifestFile> manifests, ManifestContent content) =>
        [.. manifests.Where(manifest => manifest.Content == content && manifest.HasLiveFiles)];

    List<ManifestFile> Selected(List<ManifestFile> manifests) => [.. manifests.Where(manifest => _filters[manifest.PartitionSpecId].MayMatch(manifest))];

    async Task<ManifestResult[]> ReadAllAsync(List<ManifestFile> manifests, CancellationToken cancellationToken)
    {
        var results = new ManifestResult[manifests.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = _scan.MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, manifests.Count), options, async (i, token) =>
        {
            var wanted = new WantedEntries(_filters[manifests[i].PartitionSpecId], manifests[i].Content == ManifestContent.Data ? _metrics : null);
            results[i] = await ReadAsync(manifests[i], wanted, token);
        });
        return results;
    }

    /// <summary>What it keeps has no entry's status.</summary>
    ManifestCache? Cache => _appends is null ? _scan.Manifests : null;

    async ValueTask<ManifestResult> ReadAsync(ManifestFile manifest, WantedEntries wanted, CancellationToken cancellationToken)
    {
        if (Cache?.Find(manifest, wanted.Filter.PartitionType) is not { } known)
            return Read(manifest, wanted, await _scan.Store.ReadAsync(manifest.ManifestPath, cancellationToken));
        if (!known.Has(wanted.FieldIds)) Cache.Keep(manifest, known = known.With(wanted.FieldIds));
        return new(wanted.Of(known), known.Count);
    }

    /// <summary>Reads a manifest for the first time, and on the way puts it into the compact form that later scans use.</summary>
    ManifestResult Read(ManifestFile manifest, WantedEntries wanted, ReadOnlyMemory<byte> content)
    {
        var reader = ManifestReader.Open(content, manifest, wanted.Filter.PartitionType);
        var columns = Cache is null ? null : new ManifestColumns.Builder(reader, wanted.FieldIds);
        var kept = new List<ManifestEntry>();
        var considered = 0;
        foreach (var placed in reader.PlacedEntries())
        {
            if (!IsWanted(placed.Entry)) continue;
            considered++;
            columns?.Add(placed);
            if (wanted.Includes(placed.Entry.File)) kept.Add(placed.Entry);
        }
        if (columns is not null) Cache!.Keep(manifest, columns.Build());
        return new(kept, considered);
    }

    ImmutableArray<FileScanTask> Tasks(List<ManifestFile> manifests, ManifestResult[] read, DeleteIndex deletes)
    {
        var tasks = ImmutableArray.CreateBuilder<FileScanTask>(read.Sum(manifest => manifest.Entries.Count));
        for (var i = 0; i < read.Length; i++)
        {
            var filter = _filters[manifests[i].PartitionSpecId];
            foreach (var entry in read[i].Entries)
                tasks.Add(new FileScanTask(entry.File, entry.SequenceNumber ?? 0, deletes.DeletesFor(entry), filter.ResidualOf(entry.File)));
        }
        return tasks.MoveToImmutable();
    }

    static ScanCounts Count(ImmutableArray<FileScanTask> tasks)
    {
        var deletes = new HashSet<DataFile>();
        var (bytes, rows) = (0L, 0L);
        foreach (var task in tasks)
        {
            bytes += task.File.FileSizeInBytes;
            rows += task.File.RecordCount;
            foreach (var delete in task.Deletes) deletes.Add(delete);
        }
        return new ScanCounts { FilesRead = tasks.Length, DeleteFilesRead = deletes.Count, Bytes = bytes, Rows = rows };
    }

    readonly record struct ManifestResult(List<ManifestEntry> Entries, long Considered);
}
