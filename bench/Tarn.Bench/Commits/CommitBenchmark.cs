using System.Globalization;
using Tarn.Bench.Measuring;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Bench.Commits;

/// <summary>
/// P10: appends of one file each to one table, by eight writers at once over HTTP, each with a client of its own. The bound does as many by one writer straight on the catalog: no
/// server, no JSON between the two, and nobody to meet. Both write and sync manifest, manifest list and metadata file of each commit.
/// </summary>
sealed class CommitBenchmark : IBenchmark
{
    const int Writers = 8;
    const long Commits = 400;
    const double TargetPerSecond = 40;

    static readonly Schema Columns = new(0, new StructType(new NestedField(1, "id", IcebergType.Long), new NestedField(2, "name", IcebergType.String)));

    int _tables;
    long _files;

    public string Id => "P10";

    public string Title => "commits of 8 writers to one table over REST / commits of one writer straight to the catalog";

    public async Task<BenchmarkReport> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        await using var lake = await RestLake.OpenAsync(Path.Combine(options.Folder, $"P10-{Environment.ProcessId}"), cancellationToken).ConfigureAwait(false);
        var each = (int)Math.Max(1, options.Scaled(Commits) / Writers);
        var clients = new List<RestCatalog>();
        try
        {
            for (var i = 0; i < Writers; i++) clients.Add(await lake.ConnectAsync(cancellationToken).ConfigureAwait(false));
            var compared = await Alternation.CompareAsync(
                options, token => AppendAsync(lake.Direct, [.. clients], each, token), token => AppendAsync(lake.Direct, [lake.Direct], each * Writers, token), cancellationToken).ConfigureAwait(false);
            await options.Log.WriteLineAsync(Figures.Of(compared)).ConfigureAwait(false);
            return Report(compared, each * Writers);
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    BenchmarkReport Report(Comparison compared, int commits)
    {
        var (tarn, bound) = (commits * 1000.0 / compared.MedianA, commits * 1000.0 / compared.MedianB);
        return new BenchmarkReport(this, compared.Ratio, ["commits", "Tarn per s", "bound per s", .. Figures.Columns], [[$"{commits}", Figures.Number(tarn), Figures.Number(bound), .. Figures.Cells(compared)]],
        [
            $"{Writers} writers: {Figures.Number(tarn)} commits/s (target ≥ {Figures.Number(TargetPerSecond)}), one writer without a server: {Figures.Number(bound)}. Each run is on a new table, whose snapshots grow to {commits}.",
            "Every run counts its snapshots and files afterwards: a commit that was acknowledged and is not there ends the benchmark, and so does one that gave up.",
        ]);
    }

    /// <summary>Each of the catalogs is a writer of its own.</summary>
    async Task AppendAsync(ICatalog owner, ICatalog[] writers, int each, CancellationToken cancellationToken)
    {
        var identifier = new TableIdentifier("main", string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref _tables)}"));
        var properties = StringMaps.Empty.Add(TableProperties.CommitRetries, "1000").Add("commit.retry.total-timeout-ms", "600000");
        _ = await owner.CreateTableAsync(new TableCreation(identifier, Columns) { Properties = properties }, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(writers.Select(writer => Task.Run(() => WriteAsync(writer, identifier, each, cancellationToken), cancellationToken))).ConfigureAwait(false);
        var table = await owner.LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false);
        var plan = await new TableScan(table.Metadata, table.Store).PlanAsync(cancellationToken).ConfigureAwait(false);
        if (table.Metadata.Snapshots.Length != writers.Length * each || plan.Tasks.Length != writers.Length * each)
            throw new WrongAnswerException($"{writers.Length * each} commits were acknowledged, but there are {table.Metadata.Snapshots.Length} snapshots and {plan.Tasks.Length} files.");
    }

    async Task WriteAsync(ICatalog catalog, TableIdentifier identifier, int commits, CancellationToken cancellationToken)
    {
        var table = await catalog.LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < commits; i++)
        {
            var file = new DataFile
            {
                FilePath = string.Create(CultureInfo.InvariantCulture, $"{table.Metadata.Location}/data/data-{Interlocked.Increment(ref _files)}.parquet"),
                Partition = PartitionTuple.Empty, RecordCount = 1, FileSizeInBytes = 1000,
            };
            if (await SnapshotCommit.RunAsync(table, SnapshotChange.Append([file]), TimeProvider.System, cancellationToken).ConfigureAwait(false) is not CommitOutcome.Committed done)
                throw new WrongAnswerException($"A commit to {identifier} gave up.");
            table = table with { Metadata = done.Metadata, MetadataLocation = done.MetadataLocation };
        }
    }
}
