using System.Collections.Immutable;
using System.Globalization;
using Tarn.Bench.Measuring;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests.Avro;
using Tarn.Iceberg.Manifests.Columns;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;
using Tarn.Storage.Local;

namespace Tarn.Bench.Planning;

/// <summary>P3: planning of a scan over a million files in 400 manifests. The bound reads the same manifests and decompresses their blocks, with as many threads, and looks at nothing in them.</summary>
sealed class PlanningBenchmark : IBenchmark
{
    const long Files = 1_000_000;
    const long FilesOfManifest = 2_500;
    const double TargetColdMs = 4_000;
    const double TargetKeptMs = 100;

    /// <summary>Larger than all of the table, so that the figure is that of the kept form; what it takes is said on the page.</summary>
    const long CacheBytes = 4L << 30;

    public string Id => "P3";

    public string Title => "planning of 1M files in 400 manifests / reading and decompressing the manifests";

    public async Task<BenchmarkReport> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.Folder, $"P3-{Environment.ProcessId}");
        try
        {
            _ = Directory.CreateDirectory(folder);
            var store = new LocalObjectStore(new AllowedLocations(folder, []));
            var files = options.Scaled(Files);
            await options.Log.WriteLineAsync($"writing manifests of {files} files").ConfigureAwait(false);
            var manifests = (int)Math.Max(1, files / FilesOfManifest);
            var table = await GeneratedTable.WriteAsync(store, Location.OfLocalPath(folder).ToString(), files, manifests, cancellationToken).ConfigureAwait(false);
            return await MeasureAsync(options, store, table, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    async Task<BenchmarkReport> MeasureAsync(BenchmarkOptions options, LocalObjectStore store, GeneratedTable table, CancellationToken cancellationToken)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        var cache = new ManifestCache(CacheBytes);
        var range = table.IdsOf(Math.Max(1, table.Files / 1000));
        async Task<Comparison> CompareAsync(string name, ManifestCache? kept, Func<int, Expression> filter, long expected)
        {
            var run = 0;
            async Task PlanAsync(CancellationToken token)
            {
                var plan = await new TableScan(table.Metadata, store) { Filter = filter(run++), Manifests = kept }.PlanAsync(token).ConfigureAwait(false);
                if (expected > 0 && plan.Tasks.Length != expected) throw new WrongAnswerException($"{name}: {plan.Tasks.Length} files were planned, not {expected}.");
            }
            await PlanAsync(cancellationToken).ConfigureAwait(false);
            return await AgainstBoundAsync(name, PlanAsync).ConfigureAwait(false);
        }
        async Task<Comparison> AgainstBoundAsync(string name, Func<CancellationToken, Task> work)
        {
            var compared = await Alternation.CompareAsync(options, work, t => InflateAsync(store, table, t), cancellationToken).ConfigureAwait(false);
            await options.Log.WriteLineAsync($"{name}: {Figures.Of(compared)}").ConfigureAwait(false);
            rows.Add([name, .. Figures.Cells(compared)]);
            return compared;
        }
        // Each run asks for another range, so that no answer is an old one.
        Expression Ids(int run) => Expression.And(Expression.GreaterThanOrEqual("id", range.From + run), Expression.LessThanOrEqual("id", range.To));
        Expression Shop(int run) => Expression.Equal("shop", run % 1000);
        var few = Math.Max(1, table.Files / 1000);
        var cold = await CompareAsync("cold, a range of ids", null, Ids, few).ConfigureAwait(false);
        _ = await CompareAsync("cold, all files", null, _ => Expression.True, table.Files).ConfigureAwait(false);
        var kept = await CompareAsync("kept, a range of ids", cache, Ids, few).ConfigureAwait(false);
        var spread = await CompareAsync("kept, a shop anywhere", cache, Shop, 0).ConfigureAwait(false);
        var registered = await AgainstBoundAsync("register: every path", t => NamedFiles.DemandAsync(store, table.Metadata, t)).ConfigureAwait(false);
        return new BenchmarkReport(this, cold.Ratio, ["plan", .. Figures.Columns], rows.ToImmutable(),
        [
            $"{table.Files.ToString("N0", CultureInfo.InvariantCulture)} files of eight columns with all statistics in {table.Manifests.Length} manifests of {Megabytes(LengthOf(table))} MB together. The line above is the first row's ratio.",
            $"Cold {Figures.Number(cold.MedianA)} ms (target ≤ {Figures.Number(TargetColdMs)}), kept {Figures.Number(kept.MedianA)} ms where the filter's files are together and {Figures.Number(spread.MedianA)} ms where one file in a thousand is wanted of every manifest (target ≤ {Figures.Number(TargetKeptMs)}).",
            $"Before `register_table` registers a table every path in it is held to the allowed folders: {Figures.Number(registered.MedianA)} ms.",
            $"What is kept takes {Megabytes(cache.HeldBytes)} MB: the compressed files, and statistics of the two columns that filters named. The bound is the same in all rows: as many threads read all manifests and decompress all blocks.",
        ]);
    }

    static long LengthOf(GeneratedTable table) => table.Manifests.Sum(m => new FileInfo(Location.Parse(m).LocalPath).Length);

    static string Megabytes(long bytes) => Figures.Number(bytes / 1e6);

    static async Task InflateAsync(LocalObjectStore store, GeneratedTable table, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(2, Environment.ProcessorCount), CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(table.Manifests, options, async (manifest, token) =>
        {
            var objects = 0L;
            foreach (var block in AvroFile.Open(await store.ReadAsync(manifest, token).ConfigureAwait(false)).Blocks()) objects += block.Count;
            if (objects == 0) throw new WrongAnswerException($"{manifest} is empty.");
        }).ConfigureAwait(false);
    }
}
