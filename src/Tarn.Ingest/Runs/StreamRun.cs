using System.Collections.Immutable;
using Tarn.Engine;
using Tarn.Engine.Loading;
using Tarn.Engine.Native;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Types;
using Tarn.Ingest.Connections;
using Tarn.Ingest.Quarantine;
using Tarn.Ingest.Sources.Files;
using Tarn.Ingest.Sources.Files.Csv;
using Tarn.Ingest.Sources.Files.Json;
using Tarn.Ingest.Sources.Files.Parquet;
using Tarn.Ingest.Sources.Files.Reading;
using Tarn.Ingest.Typing;
using Tarn.Security.Identity;
using Connection = Tarn.Ingest.Connections.Connection;

namespace Tarn.Ingest.Runs;

/// <summary>One run of one stream: list, compare with the position, read, quarantine, commit. The table changes once, at the end.</summary>
sealed class StreamRun(Lakehouse lakehouse, Principal principal, TimeProvider time, Connection source, StreamOptions stream, string job)
{
    /// <summary>Read again what rows wait from in quarantine, instead of what is new.</summary>
    public bool Replays { get; init; }

    const string LoadedAtColumn = "_tarn_loaded_at";
    const string JobColumn = "_tarn_job";

    static readonly string[] Reserved = [LoadedAtColumn, JobColumn, ReadPlan.FileColumn];

    /// <summary>A run whose table another writer was faster at starts again from the position that it finds then.</summary>
    const int MaxTries = 5;

    readonly List<BadRow> bad = [];
    readonly string name = $"{source.Name}.{stream.Name}";
    readonly TableIdentifier target = StreamStatus.TargetOf(stream);

    public async Task<StreamOutcome> RunAsync(IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        StreamOutcome outcome;
        FileChanges read;
        long? waited;
        for (var tries = 1; ; tries++)
        {
            try
            {
                (outcome, read, waited) = await RunOnceAsync(progress, cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (EngineException e) when (e.Kind == EngineErrorKind.Conflict && tries < MaxTries)
            {
                bad.Clear();
                await Task.Delay(Random.Shared.Next(20, 100) * tries, cancellationToken).ConfigureAwait(false);
            }
        }

        // The rows are committed: whatever happens here, they are not loaded once more.
        if (!read.IsEmpty && waited is { } state) await SettleAsync(read, state, cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    async Task<(StreamOutcome Outcome, FileChanges Read, long? Waited)> RunOnceAsync(IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new WorkProgress("listing", 0, 0, null, null));
        // Before the files are listed: what comes later may be of newer files than those.
        var waited = await Quarantine.StateAsync(cancellationToken).ConfigureAwait(false);
        var table = await TableLoad.FindAsync(lakehouse, target, cancellationToken).ConfigureAwait(false);
        var position = await StreamPosition.ReadAsync(table, name, cancellationToken).ConfigureAwait(false);
        var listing = FileListing.List(source.Path, stream.Files, cancellationToken);
        if (listing.IsEmpty)
            throw new IngestException(IngestErrorKind.SourceUnavailable, $"No file in {source.Path} matches \"{stream.Files}\" ({name}). {stream.Table} was left as it is.");
        var changes = Replays ? ReplayFiles.Of(name, stream, position, listing, await Quarantine.FilesAsync(name, waited, cancellationToken).ConfigureAwait(false))
            : stream.Sync == SyncMode.Incremental ? position.ChangesIn(listing)
            : FullRefresh(position, listing);
        if (changes.IsEmpty) return (new StreamOutcome(name, stream.Table, StreamState.UpToDate, 0, 0, 0, null), changes, waited);

        var stage = Path.Combine(lakehouse.Options.TemporaryFolder, "ingest", Guid.CreateVersion7().ToString("N"));
        _ = Directory.CreateDirectory(stage);
        try
        {
            using var connection = lakehouse.Trusted.Connect();
            StrictFunctions.Install(lakehouse.Trusted);
            var outcome = await LoadAsync(connection, table, position, changes, stage, progress, cancellationToken).ConfigureAwait(false);
            return (new StreamOutcome(name, stream.Table, StreamState.Loaded, changes.New.Length + changes.Changed.Length, outcome.Rows, bad.Count, outcome.SnapshotId), changes, waited);
        }
        finally
        {
            Directory.Delete(stage, recursive: true);
        }
    }

    QuarantineTable Quarantine => new(lakehouse, principal, target);

    /// <summary>Rows of the files that were read leave the quarantine, but for those that do not fit this time either. An overwritten table has no rows of other files.</summary>
    async Task SettleAsync(FileChanges read, long state, CancellationToken cancellationToken)
    {
        var waiting = await Quarantine.FilesAsync(name, state, cancellationToken).ConfigureAwait(false);
        var names = read.New.Concat(read.Changed).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var settled = waiting.Keys.Where(file => stream.Write == WriteMode.Overwrite || names.Contains(file)).ToImmutableArray();
        if (!settled.IsEmpty) await Quarantine.SettleAsync(name, state, settled, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Everything, unless the table holds exactly these files already: the same rows again would only be another snapshot.</summary>
    FileChanges FullRefresh(FilePosition position, ImmutableArray<SourceFile> listing) =>
        stream.Write == WriteMode.Overwrite && position.Versions.Count == listing.Length && position.ChangesIn(listing).IsEmpty ? new FileChanges([], []) : new FileChanges(listing, []);

    async Task<LoadOutcome> LoadAsync(
        Engine.Native.Connection connection, Table? table, FilePosition position, FileChanges changes, string stage, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var files = changes.New.AddRange(changes.Changed);
        var known = KnownTypes.Of(stream, table is null ? null : SourceColumns(table.Schema.AsStruct));
        progress?.Report(new WorkProgress("inspecting", 0, files.Sum(f => f.Size), null, null));
        var plan = Plan(connection, files, known, stage, cancellationToken);
        CheckColumns(plan);
        try
        {
            return await CommitAsync(connection, plan, table, position, changes, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (plan.IsStrict && IsAboutRows(e))
        {
            // Some row does not fit what the sample said: look at each, keep the good ones.
            progress?.Report(new WorkProgress("inspecting", 0, files.Sum(f => f.Size), null, null));
            plan = new CsvPlanner(stream, known, source.Path, stage).PlanFromInspection(files, Report, cancellationToken);
            return await CommitAsync(connection, plan, table, position, changes, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (IsAboutRows(e) && FormatOf(files[0]) == FileFormat.Parquet)
        {
            throw ParquetPlanner.Damaged(connection, files, e);
        }
    }

    ReadPlan Plan(Engine.Native.Connection connection, ImmutableArray<SourceFile> files, KnownTypes known, string stage, CancellationToken cancellationToken)
    {
        var formats = files.Select(FormatOf).Distinct().ToList();
        if (formats.Count > 1)
            throw new IngestException(IngestErrorKind.SchemaMismatch, $"\"{stream.Files}\" matches files of several formats ({string.Join(", ", formats)}); give each format its own stream. {stream.Table} was left as it is.");
        return formats[0] switch
        {
            FileFormat.Csv => new CsvPlanner(stream, known, source.Path, stage).PlanFromSample(files, cancellationToken),
            FileFormat.Parquet => ParquetPlanner.Plan(connection, files, source.Path, stage),
            var json => new JsonPlanner(stream, known, source.Path, stage).Plan(files, json == FileFormat.Json, Report, cancellationToken),
        };
    }

    async Task<LoadOutcome> CommitAsync(
        Engine.Native.Connection connection, ReadPlan plan, Table? table, FilePosition position, FileChanges changes, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = $"SELECT *, {Identifiers.Literal(job)} AS {JobColumn}, TIMESTAMPTZ {Identifiers.Literal($"{now:yyyy-MM-dd HH:mm:ss.ffffff}+00")} AS {LoadedAtColumn} FROM (\n{plan.Sql}\n)";
        if (bad.Count > 0) await Quarantine.AddAsync(connection, name, job, now, bad, cancellationToken).ConfigureAwait(false);
        var after = stream.Sync == SyncMode.FullRefresh ? FilePosition.Empty.After(changes.New) : position.After(changes.New.AddRange(changes.Changed));
        var request = new LoadRequest(target, rows, Mode(changes))
        {
            PartitionBy = stream.PartitionBy,
            Progress = progress,
            Guard = StreamPosition.Guard(table, name),
            Summary = async (loaded, token) => (await StreamPosition.WriteAsync(loaded, name, after, token).ConfigureAwait(false))
                .Add(SessionChange.JobProperty, job).Add(LoadSummary.Files, $"{changes.New.Length + changes.Changed.Length}").Add(LoadSummary.Quarantined, $"{bad.Count}"),
        };
        return await new TableLoad(lakehouse, principal).RunAsync(connection, request, cancellationToken).ConfigureAwait(false);
    }

    void CheckColumns(ReadPlan plan)
    {
        if (plan.Columns.Length > stream.MaxColumns)
            throw new IngestException(
                IngestErrorKind.SchemaMismatch, $"The files of {name} have {plan.Columns.Length} columns, more than \"maxColumns\" ({stream.MaxColumns}) allows; {stream.Table} was left as it is. "
                + "Look at the delimiter, take the file away, or raise \"maxColumns\" of the stream.");
        if (plan.Columns.FirstOrDefault(c => Reserved.Contains(c.Name, StringComparer.OrdinalIgnoreCase)) is { } taken)
            throw new IngestException(
                IngestErrorKind.SchemaMismatch, $"The files of {name} have a column {taken.Name}, a name that every loaded table needs for itself; {stream.Table} was left as it is. Rename the column in the source.");
    }

    LoadMode Mode(FileChanges changes) => stream.Write switch
    {
        WriteMode.Overwrite => new LoadMode.Overwrite(),
        WriteMode.AppendDedup => new LoadMode.Upsert(stream.Key, stream.Cursor is { } cursor ? [cursor] : [ReadPlan.FileColumn]),
        _ when changes.Changed.IsEmpty => new LoadMode.Append(),
        _ => new LoadMode.Replace(ReadPlan.FileColumn, [.. changes.Changed.Select(f => f.Name)]),
    };

    void Report(BadRow row)
    {
        bad.Add(row);
        if (bad.Count > stream.MaxBadRows)
            throw new IngestException(
                IngestErrorKind.TooManyBadRows,
                $"More than {stream.MaxBadRows} rows of {name} cannot be loaded; {stream.Table} was left as it is. The first: {bad[0].File}:{bad[0].Line} {bad[0].Column} {bad[0].Reason}. "
                + "Mend the source, declare the column's type under \"columns\", or raise \"maxBadRows\".");
    }

    FileFormat FormatOf(SourceFile file) => stream.Format != FileFormat.Auto ? stream.Format : TextSource.FormatSuffix(file.Name) switch
    {
        ".csv" or ".tsv" or ".txt" => FileFormat.Csv,
        ".jsonl" or ".ndjson" => FileFormat.Jsonl,
        ".json" or ".geojson" => FileFormat.Json,
        ".parquet" => FileFormat.Parquet,
        var other => throw new IngestException(IngestErrorKind.SchemaMismatch, $"The suffix \"{other}\" of {file.Name} says no format; add \"format: csv|jsonl|json|parquet\" to the stream {name}."),
    };

    /// <summary>The table's columns without our own.</summary>
    static StructType SourceColumns(StructType columns) => new([.. columns.Fields.Where(f => !f.Name.StartsWith("_tarn_", StringComparison.Ordinal))]);

    /// <summary>The operating system's refusals (a full disk) are not about rows: looking at each row would change nothing.</summary>
    static bool IsAboutRows(EngineException e) => e.InnerException is not IOException &&
        e.Kind is EngineErrorKind.InvalidInput or EngineErrorKind.Conversion or EngineErrorKind.OutOfRange or EngineErrorKind.Corrupt or EngineErrorKind.Storage;
}
