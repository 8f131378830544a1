using System.Collections.Immutable;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
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

    public ScanPlanner(TableScan scan)
    {
        _scan = scan;
        _snapshot = scan.Metadata.Select(scan.Selector);
        _schema = scan.Metadata.SchemaFor(scan.Selector);
        _metrics = new MetricsEvaluator(_schema, scan.Filter, scan.CaseSensitive);
    }

    public async Task<ScanPlan> PlanAsync(CancellationToken cancellationToken)
    {
        if (_snapshot is null) return new ScanPlan(null, _schema, [], new ScanCounts());
        var manifests = await SnapshotManifests.ReadAsync(_scan.Store, _snapshot, cancellationToken);
        foreach (var specId in manifests.Select(manifest => manifest.PartitionSpecId).Distinct()) _filters.Add(specId, new SpecFilter(_scan, _schema, specId));
        var (dataManifests, deleteManifests) = (OfContent(manifests, ManifestContent.Data), OfContent(manifests, ManifestContent.Deletes));
        var (data, deletes) = (Selected(dataManifests), Selected(deleteManifests));

        var found = await ReadAllAsync(deletes, ReadDeletes, cancellationToken);
        var index = new DeleteIndex(found.SelectMany(entries => entries.Items), _scan.Metadata.PartitionSpecs);
        var read = await ReadAllAsync(data, (manifest, content) => ReadData(manifest, content, index), cancellationToken);

        var tasks = ImmutableArray.CreateRange(read.SelectMany(manifest => manifest.Items));
        return new ScanPlan(_snapshot, _schema, tasks, Count(tasks) with
        {
            DataManifestsScanned = data.Count,
            DataManifestsSkipped = dataManifests.Count - data.Count,
            DeleteManifestsScanned = deletes.Count,
            DeleteManifestsSkipped = deleteManifests.Count - deletes.Count,
            FilesConsidered = read.Sum(manifest => manifest.Considered)
                + dataManifests.Except(data).Sum(manifest => (long)(manifest.AddedFilesCount ?? 0) + (manifest.ExistingFilesCount ?? 0)),
        });
    }

    static List<ManifestFile> OfContent(ImmutableArray<ManifestFile> manifests, ManifestContent content) =>
        [.. manifests.Where(manifest => manifest.Content == content && manifest.HasLiveFiles)];

    List<ManifestFile> Selected(List<ManifestFile> manifests) => [.. manifests.Where(manifest => _filters[manifest.PartitionSpecId].MayMatch(manifest))];

    async Task<ManifestResult<T>[]> ReadAllAsync<T>(
        List<ManifestFile> manifests, Func<ManifestFile, ReadOnlyMemory<byte>, ManifestResult<T>> decode, CancellationToken cancellationToken)
    {
        var results = new ManifestResult<T>[manifests.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = _scan.MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, manifests.Count), options, async (i, token) =>
        {
            var content = await _scan.Store.ReadAsync(manifests[i].ManifestPath, token);
            results[i] = decode(manifests[i], content);
        });
        return results;
    }

    /// <summary>Deletes are pruned by partition only: a bound that says too much would bring deleted rows back.</summary>
    ManifestResult<ManifestEntry> ReadDeletes(ManifestFile manifest, ReadOnlyMemory<byte> content)
    {
        var filter = _filters[manifest.PartitionSpecId];
        var kept = new List<ManifestEntry>();
        foreach (var entry in ManifestReader.Open(content, manifest, filter.PartitionType).LiveEntries())
            if (filter.MayMatch(entry.File)) kept.Add(entry);
        return new(kept, kept.Count);
    }

    ManifestResult<FileScanTask> ReadData(ManifestFile manifest, ReadOnlyMemory<byte> content, DeleteIndex index)
    {
        var filter = _filters[manifest.PartitionSpecId];
        var tasks = new List<FileScanTask>();
        var considered = 0;
        foreach (var entry in ManifestReader.Open(content, manifest, filter.PartitionType).LiveEntries())
        {
            considered++;
            if (!filter.MayMatch(entry.File) || (!filter.IsTrivial && !_metrics.MayMatch(entry.File))) continue;
            tasks.Add(new FileScanTask(entry.File, entry.SequenceNumber ?? 0, index.DeletesFor(entry), filter.ResidualOf(entry.File)));
        }
        return new(tasks, considered);
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

    readonly record struct ManifestResult<T>(List<T> Items, long Considered);
}
