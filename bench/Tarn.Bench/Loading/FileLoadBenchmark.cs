using System.Collections.Immutable;
using System.Globalization;
using Tarn.Bench.Lakes;
using Tarn.Bench.Measuring;
using Tarn.Engine.Native;
using Tarn.Ingest.Connections;
using Tarn.Ingest.Runs;
using Connection = Tarn.Ingest.Connections.Connection;

namespace Tarn.Bench.Loading;

/// <summary>P9: a sync of a text file into an Iceberg table, typed without loss, committed and durable, against the executor's own COPY of the same file to Parquet.</summary>
sealed class FileLoadBenchmark : IBenchmark
{
    const long Rows = 4_000_000;
    const double Target = 1.18;

    /// <summary>The executor keeps its own default of rows a group in both.</summary>
    const string Parquet = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1";

    static readonly ImmutableArray<(FileFormat Format, string Reader, string Copy)> Formats =
        [(FileFormat.Csv, "read_csv", "FORMAT csv, HEADER"), (FileFormat.Jsonl, "read_json", "FORMAT json")];

    public string Id => "P9";

    public string Title => "sync of a CSV or JSON file into an Iceberg table / DuckDB's COPY of the file to Parquet";

    public async Task<BenchmarkReport> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        var compared = new List<Comparison>();
        foreach (var (format, reader, copy) in Formats)
        {
            var file = await FileAsync(options, format, copy, cancellationToken).ConfigureAwait(false);
            var one = await CompareAsync(options, format, file, reader, cancellationToken).ConfigureAwait(false);
            compared.Add(one);
            var bytes = new FileInfo(file).Length;
            rows.Add([format.ToString().ToUpperInvariant(), Figures.Number(bytes / 1e6), Figures.Number(bytes / 1e3 / one.MedianA), .. Figures.Cells(one)]);
        }
        return new BenchmarkReport(this, compared[0].Ratio, ["file", "MB", "Tarn MB/s", .. Figures.Columns], rows.ToImmutable(),
        [
            $"{options.Scaled(Rows).ToString("N0", CultureInfo.InvariantCulture)} rows of eight columns; the same codec and rows a group. Target ≤ {Figures.Ratio(Target)} for CSV, which the line above carries.",
            "Tarn also checks that each value fits its column without loss, adds file, job and time to each row, syncs the files to the disk and commits; the bound does none of that.",
        ]);
    }

    static async Task<Comparison> CompareAsync(BenchmarkOptions options, FileFormat format, string file, string reader, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.Folder, $"P9-{Environment.ProcessId}");
        await using var lake = await Lake.OpenAsync(folder, cancellationToken).ConfigureAwait(false);
        using var raw = RawExecutor.Open(Path.Combine(folder, "raw"), ("preserve_insertion_order", "false"));
        var target = Path.Combine(folder, "raw", "copy.parquet");
        var copy = $"COPY (FROM {reader}({Identifiers.Literal(file)})) TO {Identifiers.Literal(target)} ({Parquet})";
        var source = new Connection("bench", Path.GetDirectoryName(file)!, [Stream(format, Path.GetFileName(file))]);
        await SyncAsync(lake, source, cancellationToken).ConfigureAwait(false);
        raw.Execute(copy);
        await CheckAsync(lake, raw, target, cancellationToken).ConfigureAwait(false);
        var compared = await Alternation.CompareAsync(
            options, token => SyncAsync(lake, source, token), token => Task.Run(() => raw.Execute(copy), token), cancellationToken).ConfigureAwait(false);
        await options.Log.WriteLineAsync($"{format}: {Figures.Of(compared)}").ConfigureAwait(false);
        return compared;
    }

    static async Task SyncAsync(Lake lake, Connection source, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        _ = await new SyncRun(lake.Lakehouse, Lake.User, TimeProvider.System)
            .RunAsync(source, null, "benchmark", null, (_, _, error) => failure ??= error, cancellationToken).ConfigureAwait(false);
        if (failure is not null) throw new WrongAnswerException($"The sync failed: {failure.Message}");
    }

    /// <summary>Both read the same values: compared as text, since the sides may choose other types for one.</summary>
    static async Task CheckAsync(Lake lake, RawExecutor raw, string target, CancellationToken cancellationToken)
    {
        raw.View("loaded", [target]);
        const string Sums = "select count(*), sum(id), sum(shop), min(kind), max(kind), count(distinct customer), sum(amount::decimal(18,2)), sum(price), left(min(at_time)::varchar, 19), left(max(at_time)::varchar, 19), max(part) from ";
        var (one, other) = (await lake.AnswerAsync(Sums + "bench.loaded", cancellationToken).ConfigureAwait(false), await raw.AnswerAsync(Sums + "loaded", cancellationToken).ConfigureAwait(false));
        if (one != other) throw new WrongAnswerException($"Tarn loaded {one}, the bound {other}.");
    }

    static StreamOptions Stream(FileFormat format, string file) => new(
        "loaded", file, format, "bench.loaded", SyncMode.FullRefresh, WriteMode.Append, [], null, null, [], [], new CsvOptions(null, null, null, null), 0, 2000);

    static async Task<string> FileAsync(BenchmarkOptions options, FileFormat format, string copy, CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.Folder, $"events-{options.ScaleText}.{format.ToString().ToLowerInvariant()}");
        if (File.Exists(path)) return path;
        using var instance = Instance.Open(null, new Dictionary<string, string>());
        using var connection = instance.Connect();
        _ = await connection.ExecuteAsync("SET TimeZone = 'UTC'", cancellationToken).ConfigureAwait(false);
        _ = await connection.ExecuteAsync($"COPY ({EventRows.Sql(options.Scaled(Rows))}) TO {Identifiers.Literal(path + ".part")} ({copy})", cancellationToken).ConfigureAwait(false);
        File.Move(path + ".part", path);
        return path;
    }
}
