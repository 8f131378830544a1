using System.Text.Json;
using System.Text.RegularExpressions;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests.Columns;
using Tarn.Iceberg.Metadata;
using Tarn.Testing;
using Tarn.Testing.Faults;

namespace Tarn.Iceberg.Scans;

public sealed partial class GoldenPlanningTests
{
    readonly MemoryObjectStore _store = new();

    [SharedFact(GoldenTables.Needs)]
    public async Task A_filter_keeps_the_files_that_the_reference_keeps()
    {
        var unexplained = new List<string>();
        var (filters, equal) = (0, 0);
        foreach (var name in GoldenTables.Names())
        {
            using var expected = GoldenTables.Expected(name);
            if (!expected.RootElement.TryGetProperty("planning", out var planning) || planning.GetArrayLength() == 0) continue;
            var metadata = GoldenTables.Metadata(expected);
            var paths = expected.RootElement.GetProperty("paths").EnumerateArray().Select(path => path.GetString()!).ToArray();
            foreach (var filter in planning.EnumerateArray())
            {
                filters++;
                var wanted = filter.GetProperty("files").EnumerateArray().Select(index => paths[index.GetInt32()]).ToHashSet(StringComparer.Ordinal);
                var plan = await new TableScan(metadata, _store) { Filter = Expression.FromJson(filter.GetProperty("filter").GetRawText()) }.PlanAsync(CancellationToken.None);
                var found = plan.Tasks.Select(task => task.File.FilePath).ToHashSet(StringComparer.Ordinal);
                var text = filter.GetProperty("text").GetString()!;
                if (found.SetEquals(wanted)) equal++;
                var (fewer, more) = (wanted.Except(found).Count(), found.Except(wanted).Count());
                if (filter.TryGetProperty("matching_rows", out var rows) && rows.ValueKind == JsonValueKind.Number && plan.Counts.Rows < rows.GetInt64())
                    unexplained.Add($"{name}: {text}: {rows} rows match, {plan.Counts.Rows} are read");
                if ((fewer > 0 && !IsNegative().IsMatch(text)) || (more > 0 && !IsDisputed().IsMatch(text)))
                    unexplained.Add($"{name}: {text}: {fewer} files fewer, {more} more");
            }
        }
        Assert.True(unexplained.Count == 0, string.Join('\n', unexplained));
        Assert.True(filters > 4000 && equal > filters * 0.9, $"{equal} of {filters} are equal");
    }

    /// <summary>
    /// Where we keep fewer: the reference takes <c>null != x</c> as true and keeps files that hold only nulls, for us, as in SQL, it is not; and
    /// ranges of uuids, which it reads in signed halves. The check of matching rows before this one still holds.
    /// </summary>
    [GeneratedRegex(@"!=|not in|not\(|notStartsWith|[0-9a-f]{8}-[0-9a-f]{4}-.* and ")]
    private static partial Regex IsNegative();

    /// <summary>
    /// Where we keep more: zeros of both signs, uuids (no order is specified), and
    /// <c>&gt; 2147483647</c> on a column that is still an int, which the reference folds to false.
    /// </summary>
    [GeneratedRegex(@"[ (]-?0\.0\b|[0-9a-f]{8}-[0-9a-f]{4}-|> 2147483647")]
    private static partial Regex IsDisputed();

    /// <summary>Every fourth filter. A table's filters share a cache, so each column's statistics are added to manifests that are kept already; deletes, row ids and old snapshots come with the tables.</summary>
    [SharedFact(GoldenTables.Needs)]
    public async Task Manifests_that_are_kept_plan_as_those_that_are_read()
    {
        var plans = 0;
        foreach (var name in GoldenTables.Names())
        {
            using var expected = GoldenTables.Expected(name);
            var metadata = GoldenTables.Metadata(expected);
            var cache = new ManifestCache(1 << 20);
            var filters = expected.RootElement.TryGetProperty("planning", out var planning) ? planning.EnumerateArray().Where((_, i) => i % 4 == 0).Select(f => Expression.FromJson(f.GetProperty("filter").GetRawText())).ToArray() : [];
            var scans = metadata.Snapshots.Select(s => new TableScan(metadata, _store) { Selector = new SnapshotSelector.ById(s.SnapshotId) })
                .Concat(filters.Select(f => new TableScan(metadata, _store) { Filter = f })).ToArray();
            foreach (var scan in scans)
            {
                var read = Describe(await scan.PlanAsync(CancellationToken.None));
                for (var again = 0; again < 2; again++) Assert.Equal(read, Describe(await (scan with { Manifests = cache }).PlanAsync(CancellationToken.None)));
                plans++;
            }
        }
        Assert.True(plans > 1000, $"{plans}");
    }

    static string Describe(ScanPlan plan) => $"{plan.Counts}\n" + string.Join('\n', plan.Tasks.Select(t =>
        $"{t.File} {t.File.Partition} {t.File.RecordCount} {t.File.FirstRowId} {t.DataSequenceNumber} {t.Residual} [{string.Join(", ", t.Deletes)}] "
        + string.Join(' ', plan.Schema.Fields.Select(f => $"{t.File.ValueCounts[f.Id]}:{(t.File.UpperBounds[f.Id] is { } bound ? Convert.ToHexString(bound.Span) : "-")}"))));

    [SharedFact(GoldenTables.Needs)]
    public async Task Every_snapshot_of_every_table_can_be_planned()
    {
        foreach (var name in GoldenTables.Names())
        {
            using var expected = GoldenTables.Expected(name);
            var metadata = GoldenTables.Metadata(expected);
            foreach (var snapshot in metadata.Snapshots)
            {
                var plan = await new TableScan(metadata, _store) { Selector = new SnapshotSelector.ById(snapshot.SnapshotId) }.PlanAsync(CancellationToken.None);
                Assert.Equal(snapshot, plan.Snapshot);
                Assert.Equal(plan.Counts.FilesConsidered, plan.Tasks.Length);
                if (snapshot.Summary.TryGetValue("total-data-files", out var total)) Assert.Equal(total, plan.Tasks.Length.ToString());
            }
        }
    }
}
