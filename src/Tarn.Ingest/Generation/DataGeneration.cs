using Tarn.Engine.Loading;
using Tarn.Engine.Native;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Security.Identity;

namespace Tarn.Ingest.Generation;

/// <summary>Makes data up and writes it: as files, or into a table as one commit.</summary>
public sealed class DataGeneration(GenerationOptions options, TimeProvider time)
{
    const long SampledRows = 100_000;

    static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Of the process: the functions of an instance outlive one generation.</summary>
    static readonly RowCounters Counters = new();

    /// <summary>Writes a Parquet or CSV file; with partitions, a folder with one folder each. The path appears when all is written.</summary>
    /// <param name="path">A path that does not exist yet.</param>
    /// <param name="format">The files' format.</param>
    /// <param name="threads">The executor's threads; null for one a processor. The rows and their order in a file do not depend on it.</param>
    /// <param name="progress">Told five times a second.</param>
    /// <param name="cancellationToken">Cancels; nothing is left behind.</param>
    /// <exception cref="IngestException">The options do not go together, or the path is taken.</exception>
    public async Task<GenerationOutcome> WriteFilesAsync(string path, GeneratedFormat format, int? threads, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        Check();
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.Exists(target)) throw new IngestException(IngestErrorKind.InvalidRequest, $"{target} exists already. Nothing was written; remove it first, or name another.");
        var unfinished = target + ".part";
        _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        // An instance of its own, which keeps the rows in order: the same options then give the same file.
        var settings = new Dictionary<string, string> { ["preserve_insertion_order"] = "true", ["temp_directory"] = target + ".spill" };
        if (threads is { } count) settings["threads"] = $"{count}";
        using var instance = Instance.Open(null, settings);
        using var connection = Connect(instance);
        try
        {
            var rows = await RowsAsync(connection, format, unfinished, cancellationToken).ConfigureAwait(false);
            await CopyAsync(connection, rows, rows, format, unfinished, progress, cancellationToken).ConfigureAwait(false);
            var bytes = SizeOf(unfinished);
            Directory.Move(unfinished, target);
            return new GenerationOutcome(rows, bytes, null);
        }
        finally
        {
            Remove(unfinished);
            Remove(target + ".spill");
        }
    }

    /// <summary>Appends the rows to a table, which is created where there is none.</summary>
    /// <exception cref="IngestException">The options do not go together.</exception>
    /// <exception cref="Tarn.Engine.EngineException">The rows do not fit the table; it is as it was.</exception>
    public async Task<GenerationOutcome> LoadAsync(Lakehouse lakehouse, Principal principal, TableIdentifier table, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        Check();
        ArgumentNullException.ThrowIfNull(lakehouse);
        using var connection = Connect(lakehouse.Trusted);
        var sample = Path.Combine(lakehouse.Options.TemporaryFolder, $"sample-{Guid.CreateVersion7():N}");
        _ = Directory.CreateDirectory(lakehouse.Options.TemporaryFolder);
        var rows = await RowsAsync(connection, GeneratedFormat.Parquet, sample, cancellationToken).ConfigureAwait(false);
        using var counter = Counters.Begin();
        var request = new LoadRequest(table, GenerationSql.For(options, rows, rows, counter.Id), new LoadMode.Append())
        {
            PartitionBy = options.Partitions > 0 ? options.PartitionBy.Insert(0, GenerationOptions.PartitionColumn) : options.PartitionBy,
        };
        var outcome = await ReportingAsync(counter, rows, progress, new TableLoad(lakehouse, principal).RunAsync(connection, request, cancellationToken)).ConfigureAwait(false);
        return new GenerationOutcome(outcome.Rows, outcome.Bytes, outcome.SnapshotId);
    }

    void Check()
    {
        if (options.Problem() is { } problem) throw new IngestException(IngestErrorKind.InvalidRequest, problem);
    }

    static Connection Connect(Instance instance)
    {
        GenerationFunctions.Install(instance, Counters);
        var connection = instance.Connect();
        _ = connection.Execute("SET TimeZone = 'UTC'", CancellationToken.None);
        return connection;
    }

    /// <summary>How many rows to make: what was asked for, or what a sample of the first rows says about bytes.</summary>
    async Task<long> RowsAsync(Connection connection, GeneratedFormat format, string scratch, CancellationToken cancellationToken)
    {
        if (options.Rows is { } asked) return asked;
        try
        {
            await CopyAsync(connection, SampledRows, SampledRows, format, scratch, null, cancellationToken, partitioned: false).ConfigureAwait(false);
            return (long)Math.Max(1, Math.Round((decimal)options.Bytes!.Value * SampledRows / SizeOf(scratch)));
        }
        finally
        {
            Remove(scratch);
        }
    }

    async Task CopyAsync(
        Connection connection, long rows, long taken, GeneratedFormat format, string path, IProgress<WorkProgress>? progress, CancellationToken cancellationToken, bool partitioned = true)
    {
        using var counter = Counters.Begin();
        var kind = format == GeneratedFormat.Csv ? "FORMAT csv, HEADER" : "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1";
        var partitions = partitioned && options.Partitions > 0 ? $", PARTITION_BY ({GenerationOptions.PartitionColumn})" : "";
        var copy = $"COPY ({GenerationSql.For(options, rows, taken, counter.Id)}) TO {Identifiers.Literal(path)} ({kind}{partitions})";
        _ = await ReportingAsync(counter, taken, progress, connection.ExecuteAsync(copy, cancellationToken)).ConfigureAwait(false);
    }

    async Task<T> ReportingAsync<T>(RowCounters.Counter counter, long rows, IProgress<WorkProgress>? progress, Task<T> work)
    {
        using var timer = new PeriodicTimer(ReportInterval, time);
        while (progress is not null && !work.IsCompleted)
        {
            var made = counter.Rows;
            progress.Report(new WorkProgress("generating", made, 0, rows == 0 ? null : Math.Min(1, (double)made / rows), rows));
            _ = await Task.WhenAny(work, timer.WaitForNextTickAsync().AsTask()).ConfigureAwait(false);
        }

        return await work.ConfigureAwait(false);
    }

    static long SizeOf(string path) => Directory.Exists(path)
        ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length)
        : new FileInfo(path).Length;

    static void Remove(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);
    }
}
