using System.Collections.Immutable;
using Tarn.Bench.Lakes;
using Tarn.Bench.Measuring;
using Tarn.Engine.Native;

namespace Tarn.Bench.Tpch;

/// <summary>P1: the 22 queries through a session, gate and Iceberg tables, against the executor alone on the same files; and what a statement costs at least.</summary>
sealed class TpchBenchmark : IBenchmark
{
    const double TargetRatio = 1.15;
    const double TargetFixedMs = 5;

    /// <summary>One row of one small table: whatever takes longer here is Tarn's.</summary>
    const string Trivial = "select n_name from nation where n_nationkey = 7";

    public string Id => "P1";

    public string Title => "22 TPC-H-shaped queries on Iceberg tables / DuckDB on the same Parquet files";

    public async Task<BenchmarkReport> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var sources = await TpchData.FilesAsync(options, cancellationToken).ConfigureAwait(false);
        var folder = Path.Combine(options.Folder, $"P1-{Environment.ProcessId}");
        await using var lake = await Lake.OpenAsync(folder, cancellationToken).ConfigureAwait(false);
        using var raw = RawExecutor.Open(Path.Combine(folder, "raw"));
        await options.Log.WriteLineAsync("loading").ConfigureAwait(false);
        using (var connection = lake.Lakehouse.Trusted.Connect())
            foreach (var table in TpchData.Tables)
            {
                await lake.LoadAsync(connection, table, $"SELECT * FROM read_parquet({Identifiers.Literal(sources[table])})", null, cancellationToken).ConfigureAwait(false);
                raw.View(table, lake.FilesOf(table));
            }

        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        var queries = new List<Comparison>();
        for (var number = 1; number <= TpchData.Queries; number++)
        {
            var compared = await Sides.CompareAsync(options, lake, raw, $"q{number:00}", TpchData.Query(number, options.Scale), cancellationToken).ConfigureAwait(false);
            queries.Add(compared);
            rows.Add([$"q{number:00}", .. Figures.Cells(compared)]);
        }
        var least = await Sides.CompareAsync(options, lake, raw, "one row of a small table", Trivial, cancellationToken).ConfigureAwait(false);
        rows.Add(["one row of a small table", .. Figures.Cells(least)]);
        return Report(options, queries, least, rows.ToImmutable());
    }

    BenchmarkReport Report(BenchmarkOptions options, List<Comparison> queries, Comparison least, ImmutableArray<ImmutableArray<string>> rows)
    {
        var ratio = Comparison.GeometricMean(queries.Select(q => q.Ratio));
        var processor = Comparison.GeometricMean(queries.Select(q => q.ProcessorRatio));
        return new BenchmarkReport(this, ratio, ["query", .. Figures.Columns], rows,
        [
            $"Scale factor {options.ScaleText}; geometric mean of the 22 ratios {Figures.Ratio(ratio)} (target ≤ {Figures.Ratio(TargetRatio)}), of processor time {Figures.Ratio(processor)}, the worst {Figures.Ratio(queries.Max(q => q.Ratio))}.",
            $"All 22: {Figures.Number(queries.Sum(q => q.MedianA))} ms against {Figures.Number(queries.Sum(q => q.MedianB))} ms.",
            $"Fixed cost of a statement: {Figures.Number(least.Difference)} ms (target ≤ {TargetFixedMs:0} ms).",
        ]);
    }
}
