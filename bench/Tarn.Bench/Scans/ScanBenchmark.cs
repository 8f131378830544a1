using System.Collections.Immutable;
using System.Globalization;
using Tarn.Bench.Lakes;
using Tarn.Bench.Measuring;

namespace Tarn.Bench.Scans;

/// <summary>P2: what it costs that files are a table: a scan through the table format against <c>read_parquet</c> of the same files, for one large file and for many small ones.</summary>
sealed class ScanBenchmark : IBenchmark
{
    const long Rows = 5_000_000;
    const long Files = 10_000;
    const long RowsOfFile = 100;
    const double TargetOne = 1.05;
    const double TargetMany = 1.5;

    /// <summary>This reads no file: manifests tell it. It is shown, and not part of the ratios, which are about files that are read.</summary>
    const string Count = "count";

    /// <summary>Of many files this reads few: Tarn leaves the others out before it plans. It is no part of that case's ratio either.</summary>
    const string Range = "filter on a range of ids";

    /// <summary>Shapes of use: what only counts, what reads little, what reads all.</summary>
    static readonly ImmutableArray<(string Name, string Sql)> Shapes =
    [
        (Count, "select count(*) from events"),
        ("sum of one column", "select sum(amount) from events"),
        ("group by a text of 7 values", "select kind, count(*), sum(amount) from events group by kind"),
        ("group by a number of 1,000 values", "select shop, count(*), avg(price) from events group by shop"),
        (Range, "select count(*), sum(amount) from events where id between 1000 and 2000"),
        ("filter on text", "select count(*) from events where kind = 'refund' and shop < 100"),
        ("three columns", "select id, shop, amount from events"),
        ("all columns", "select * from events"),
    ];

    public string Id => "P2";

    public string Title => "scans of Iceberg tables / read_parquet of the same files";

    public async Task<BenchmarkReport> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        var files = Math.Max(3, options.Scaled(Files));
        var one = await CaseAsync(options, "one file", "one", options.Scaled(Rows), null, rows, cancellationToken).ConfigureAwait(false);
        var name = $"{files.ToString("N0", CultureInfo.InvariantCulture)} files";
        var many = await CaseAsync(options, name, "many", files * RowsOfFile, files, rows, cancellationToken).ConfigureAwait(false);
        return new BenchmarkReport(this, Math.Max(one, many), ["files", "query", .. Figures.Columns], rows.ToImmutable(),
        [
            $"One file of {options.Scaled(Rows).ToString("N0", CultureInfo.InvariantCulture)} rows: {Figures.Ratio(one)} (target ≤ {Figures.Ratio(TargetOne)}).",
            $"{name} of {RowsOfFile} rows: {Figures.Ratio(many)} (target ≤ {Figures.Ratio(TargetMany)}). \"{Range}\" is not counted here: Tarn leaves most files out of it. The line above carries the worse of the two.",
            $"\"{Count}\" is counted nowhere: manifests tell it, so that Tarn reads no file.",
        ]);
    }

    static async Task<double> CaseAsync(
        BenchmarkOptions options, string name, string folderName, long rowCount, long? partitions, ImmutableArray<ImmutableArray<string>>.Builder rows, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.Folder, $"P2-{folderName}-{Environment.ProcessId}");
        await using var lake = await Lake.OpenAsync(folder, cancellationToken).ConfigureAwait(false);
        using var raw = RawExecutor.Open(Path.Combine(folder, "raw"));
        await options.Log.WriteLineAsync($"{name}: loading {rowCount} rows").ConfigureAwait(false);
        using (var connection = lake.Lakehouse.Trusted.Connect())
            await lake.LoadAsync(connection, "events", EventRows.Sql(rowCount, partitions), partitions is null ? null : "part", cancellationToken).ConfigureAwait(false);
        var files = lake.FilesOf("events");
        if (files.Length != (partitions ?? 1)) throw new WrongAnswerException($"{name}: {files.Length} files were written.");
        raw.View("events", files);
        var compared = new List<Comparison>();
        foreach (var (shape, sql) in Shapes)
        {
            compared.Add(await Sides.CompareAsync(options, lake, raw, $"{name}, {shape}", sql, cancellationToken).ConfigureAwait(false));
            rows.Add([name, shape, .. Figures.Cells(compared[^1])]);
        }
        return Comparison.GeometricMean(compared.Where((_, i) => Shapes[i].Name != Count && (partitions is null || Shapes[i].Name != Range)).Select(c => c.Ratio));
    }
}
