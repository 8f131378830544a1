using System.Globalization;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;
using Tarn.Operate.Jobs;
using Tarn.Server.Jobs;
using Tarn.Server.Problems;

namespace Tarn.Server.Catalog;

/// <summary>Compares two snapshots of a table: schema, partitioning and files from the metadata, rows by statements that the caller runs.</summary>
sealed class TableDiff(IObjectStore store, JobRunner jobs)
{
    const int MostJobs = 20;

    /// <param name="table">The table.</param>
    /// <param name="call">Which two.</param>
    /// <param name="own">The table's own key, where the call names none.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<DiffAnswer> CompareAsync(KnownTable table, DiffCall call, DiffKey own, CancellationToken cancellationToken)
    {
        var metadata = table.Metadata ?? throw new ServerException(ProblemKind.Unsupported, $"{table.Identifier} is a view: only tables have snapshots.");
        var (a, b) = (Find(table, metadata, call.A), Find(table, metadata, call.B));
        var key = call.Key is { } chosen ? new DiffKey(Known(table, metadata, b, chosen), chosen.Count == 0 ? "none" : "chosen") : own;
        // A key that one of the two does not have cannot tell rows apart.
        if (key.Columns.Any(c => metadata.SchemaOf(a).FindField(c) is null)) key = new DiffKey([], "none");
        var text = new DiffText(table.Identifier, metadata, a, b, key.Columns);
        var between = metadata.AncestorsOf(b.SnapshotId).TakeWhile(s => s.SnapshotId != a.SnapshotId).ToList();
        var isLine = a.SnapshotId == b.SnapshotId || between.Any(s => s.ParentSnapshotId == a.SnapshotId);
        var lines = SnapshotTimeline.Branches(metadata);
        var (before, after) = (await LiveAsync(metadata, a, cancellationToken), await LiveAsync(metadata, b, cancellationToken));
        return new DiffAnswer(SnapshotTimeline.Answer(metadata, a, lines), SnapshotTimeline.Answer(metadata, b, lines))
        {
            Key = key with { Columns = text.Key },
            Counts = isLine ? Counts(between) : null,
            Columns = [.. Columns(metadata, a, b)],
            Partitioning = Partitioning(metadata, before.Spec, after.Spec),
            Files = Files(before.Files, after.Files),
            Commits = isLine ? [.. between.Select(s => SnapshotTimeline.Answer(metadata, s, lines))] : [],
            Jobs = isLine ? await JobsAsync(between, cancellationToken) : [],
            Values = text.Values,
            Ignored = text.Ignored,
            RowsSql = text.Rows,
            CountSql = text.Count,
        };
    }

    static Snapshot Find(KnownTable table, TableMetadata metadata, string? id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && metadata.SnapshotById(number) is { } found
            ? found
            : throw new ServerException(ProblemKind.NotFound, $"{table.Identifier} keeps no snapshot {id}: it was expired, or never existed. The timeline lists those that there are.");

    static IReadOnlyList<string> Known(KnownTable table, TableMetadata metadata, Snapshot b, IReadOnlyList<string> key) =>
        key.FirstOrDefault(c => metadata.SchemaOf(b).Fields.All(f => f.Name != c)) is { } unknown
            ? throw new ServerException(ProblemKind.UnknownColumn, $"{table.Identifier} has no column {unknown} in snapshot {b.SnapshotId}.")
            : key;

    /// <summary>Commits that only add files, or exchange them without changing rows, say exactly what they added.</summary>
    static DiffCounts? Counts(List<Snapshot> between)
    {
        var added = 0L;
        foreach (var snapshot in between)
        {
            if (snapshot.Operation == SnapshotOperation.Replace) continue;
            if (snapshot.Operation != SnapshotOperation.Append) return null;
            // An empty append has no such entry.
            if (snapshot.Count("added-records") is { } rows) added += rows;
            else if (snapshot.Count("added-data-files") is > 0) return null;
        }
        return new DiffCounts(added, 0, 0);
    }

    static IEnumerable<ColumnDifference> Columns(TableMetadata metadata, Snapshot a, Snapshot b)
    {
        var (before, after) = (metadata.SchemaOf(a), metadata.SchemaOf(b));
        return SchemaHistory.Between(before, after).Select(c => new ColumnDifference(after.FindName(c.Id) ?? before.FindName(c.Id) ?? "?", c.Change.Change, c.Change.From, c.Change.To));
    }

    static PartitioningDifference? Partitioning(TableMetadata metadata, int? from, int? to) =>
        from == to || from is null || to is null ? null : new PartitioningDifference(Text(metadata, from.Value), Text(metadata, to.Value));

    static string Text(TableMetadata metadata, int specId)
    {
        var spec = metadata.SpecById(specId);
        if (spec is null || spec.IsUnpartitioned) return "";
        var schema = metadata.SchemaForSpec(spec);
        return string.Join(", ", spec.Fields.Select(f => $"{f.Transform}({schema.FindName(f.SourceId)})"));
    }

    static FileDifference Files(Dictionary<string, long> before, Dictionary<string, long> after)
    {
        var added = after.Where(f => !before.ContainsKey(f.Key)).ToList();
        var removed = before.Where(f => !after.ContainsKey(f.Key)).ToList();
        return new FileDifference(added.Count, removed.Count, after.Count - added.Count, added.Sum(f => f.Value), removed.Sum(f => f.Value));
    }

    async Task<(Dictionary<string, long> Files, int? Spec)> LiveAsync(TableMetadata metadata, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, long>(StringComparer.Ordinal);
        int? spec = null;
        foreach (var manifest in await SnapshotManifests.ReadAsync(store, snapshot, cancellationToken))
        {
            if (manifest.Content != ManifestContent.Data || !manifest.HasLiveFiles) continue;
            spec = Math.Max(spec ?? 0, manifest.PartitionSpecId);
            var content = await store.ReadAsync(manifest.ManifestPath, cancellationToken);
            foreach (var entry in ManifestReader.Open(content, manifest, metadata.PartitionTypeOf(manifest.PartitionSpecId)).LiveEntries())
                files[entry.File.FilePath] = entry.File.FileSizeInBytes;
        }
        return (files, spec);
    }

    async Task<IReadOnlyList<DiffJob>> JobsAsync(List<Snapshot> between, CancellationToken cancellationToken)
    {
        var found = new List<DiffJob>();
        foreach (var commits in between.Where(s => s.Summary.ContainsKey(SessionChange.JobProperty)).GroupBy(s => s.Summary[SessionChange.JobProperty], StringComparer.Ordinal).Take(MostJobs))
        {
            var job = JobId.TryParse(commits.Key, out var id) ? await jobs.FindAsync(id, cancellationToken) : null;
            found.Add(new DiffJob(commits.Key, job is null ? null : JobPages.KindName(job), job?.Title, job?.Principal, commits.Count()));
        }
        return found;
    }
}
