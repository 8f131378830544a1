using System.Collections.Immutable;
using System.Globalization;
using Tarn.Bench.Lakes;
using Tarn.Bench.Measuring;
using Tarn.Engine.Native;

namespace Tarn.Bench.Merging;

/// <summary>
/// P11: a MERGE that updates one row in a hundred of a large table by deletion vectors, and what reading costs after it. The bound is the least that any way of doing it needs: the executor
/// alone joins the table's files with the same changes and writes the new rows, all columns of them, to a file.
/// </summary>
sealed class MergeBenchmark : IBenchmark
{
    const long Rows = 20_000_000;
    const int Share = 100;
    const double TargetMerge = 3;
    const double TargetRead = 1.15;

    static readonly ImmutableArray<(string Name, string Sql)> Reads =
    [
        ("sum of two columns", "select count(*), sum(amount), sum(shop) from "),
        ("group by a text", "select kind, count(*), avg(price) from "),
        ("all but the customer", "select sum(id), sum(shop), max(kind), sum(amount), max(price), max(at_time), max(part) from "),
    ];

    int _round;

    public string Id => "P11";

    public string Title => "MERGE of 1 % of a table with deletion vectors / join and write of the new rows by DuckDB";

    public async Task<BenchmarkReport> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.Folder, $"P11-{Environment.ProcessId}");
        await using var lake = await Lake.OpenAsync(folder, cancellationToken).ConfigureAwait(false);
        using var raw = RawExecutor.Open(Path.Combine(folder, "raw"), ("preserve_insertion_order", "false"));
        var count = options.Scaled(Rows);
        await options.Log.WriteLineAsync($"loading {count} rows, twice").ConfigureAwait(false);
        foreach (var table in new[] { "before", "merged" }) await LoadAsync(lake, table, EventRows.Sql(count), cancellationToken).ConfigureAwait(false);
        await LoadAsync(lake, "changes", $"SELECT id, amount + 1 AS amount, kind || '!' AS kind FROM ({EventRows.Sql(count)})", cancellationToken).ConfigureAwait(false);
        var files = string.Join(", ", lake.FilesOf("merged").Select(Identifiers.Literal));
        raw.View("changes", lake.FilesOf("changes"));

        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        await CheckAsync(lake, count, await MergeAsync(lake, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        var reads = await ReadAsync(options, lake, rows, cancellationToken).ConfigureAwait(false);
        var target = Path.Combine(folder, "raw", "new.parquet");
        var merge = await Alternation.CompareAsync(options, t => MergeAsync(lake, t), t => Task.Run(() => raw.Execute(Bound(files, target)), t), cancellationToken).ConfigureAwait(false);
        await options.Log.WriteLineAsync($"MERGE: {Figures.Of(merge)}").ConfigureAwait(false);
        rows.Insert(0, ["MERGE", .. Figures.Cells(merge)]);
        return new BenchmarkReport(this, merge.Ratio, ["what", .. Figures.Columns], rows.ToImmutable(),
        [
            $"{count.ToString("N0", CultureInfo.InvariantCulture)} rows, of which one in {Share} is updated; each run takes other rows, so the vectors grow. MERGE {Figures.Ratio(merge.Ratio)} (target ≤ {Figures.Ratio(TargetMerge)}): the line above.",
            $"Reading after the first MERGE against an unchanged table of the same rows, both through Tarn: {Figures.Ratio(reads)} (target ≤ {Figures.Ratio(TargetRead)}).",
        ]);
    }

    static async Task LoadAsync(Lake lake, string table, string rows, CancellationToken cancellationToken)
    {
        using (var connection = lake.Lakehouse.Trusted.Connect()) await lake.LoadAsync(connection, table, rows, null, cancellationToken).ConfigureAwait(false);
        _ = await lake.RunAsync($"alter table {table} set tblproperties ('format-version' = '3', 'write.merge.mode' = 'merge-on-read')", cancellationToken).ConfigureAwait(false);
    }

    int NextRound() => Interlocked.Increment(ref _round) % Share;

    /// <returns>Which rows: those whose id divided by <see cref="Share"/> leaves this.</returns>
    async Task<int> MergeAsync(Lake lake, CancellationToken cancellationToken)
    {
        var round = NextRound();
        _ = await lake.RunAsync(
            $"merge into merged t using (select * from changes where id % {Share} = {round}) s on t.id = s.id when matched then update set amount = s.amount, kind = s.kind", cancellationToken).ConfigureAwait(false);
        return round;
    }

    static async Task CheckAsync(Lake lake, long count, int round, CancellationToken cancellationToken)
    {
        const string Sums = "select count(*), count(distinct id), sum(amount), count(*) filter (kind like '%!') from ";
        var changed = $"(select id, case when id % {Share} = {round} then amount + 1 else amount end as amount, case when id % {Share} = {round} then kind || '!' else kind end as kind from before)";
        var (merged, wanted) = (await lake.AnswerAsync(Sums + "merged", cancellationToken).ConfigureAwait(false), await lake.AnswerAsync(Sums + changed, cancellationToken).ConfigureAwait(false));
        if (merged != wanted) throw new WrongAnswerException($"After the MERGE of {count / Share} rows the table has {merged}, not {wanted}.");
    }

    string Bound(string files, string target)
    {
        var round = NextRound();
        return $"""
            COPY (SELECT t.id, t.shop, s.kind, s.amount, t.price, t.at_time, t.customer, t.part, t.file_index AS file, t.file_row_number AS row
            FROM read_parquet([{files}], hive_partitioning = false) t JOIN (SELECT * FROM changes WHERE id % {Share} = {round}) s ON t.id = s.id) TO {Identifiers.Literal(target)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)
            """;
    }

    static async Task<double> ReadAsync(BenchmarkOptions options, Lake lake, ImmutableArray<ImmutableArray<string>>.Builder rows, CancellationToken cancellationToken)
    {
        var ratios = new List<double>();
        foreach (var (name, sql) in Reads)
        {
            var group = sql.Contains("kind, ", StringComparison.Ordinal) ? " group by kind" : "";
            var compared = await Alternation.CompareAsync(options, t => lake.RunAsync(sql + "merged" + group, t), t => lake.RunAsync(sql + "before" + group, t), cancellationToken).ConfigureAwait(false);
            await options.Log.WriteLineAsync($"read after, {name}: {Figures.Of(compared)}").ConfigureAwait(false);
            rows.Add([$"read after, {name}", .. Figures.Cells(compared)]);
            ratios.Add(compared.Ratio);
        }
        return Comparison.GeometricMean(ratios);
    }
}
