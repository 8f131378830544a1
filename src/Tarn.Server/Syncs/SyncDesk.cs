using System.Globalization;
using Tarn.Engine.Sessions;
using Tarn.Ingest;
using Tarn.Ingest.Connections;
using Tarn.Ingest.Runs;
using Tarn.Operate.Jobs;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Server.Builds;
using Tarn.Server.Catalog;
using Tarn.Server.Completion;
using Tarn.Server.Jobs;
using Tarn.Server.Problems;

namespace Tarn.Server.Syncs;

/// <summary>Answers what the pages of syncs ask, and does what they ask for. Paths are shown as seen from the project folder (<c>root</c>).</summary>
sealed class SyncDesk(
    ProjectSources sources, ProjectBuilds builds, CatalogWatch catalog, Lakehouse lakehouse, SyncJobs runs, JobRunner jobs, IJobStore store, JobPages pages,
    IAuthorizer authorizer, string root, TimeProvider time)
{
    const int MostRuns = 20;
    const int MostHistory = 500;
    const string ResetCause = "ui reset";

    public async Task<SyncsAnswer> ListAsync(Principal principal, CancellationToken cancellationToken)
    {
        var known = sources.Read();
        var answers = new List<SyncAnswer>();
        var history = await HistoryAsync(cancellationToken);
        foreach (var connection in known.Connections) answers.Add(await DescribeAsync(connection, history, principal, withRuns: false, cancellationToken));
        return new SyncsAnswer(answers) { Error = known.Error is { } error ? ProblemMapper.Of(error).ToBody() : null };
    }

    public async Task<SyncAnswer> ShowAsync(string name, Principal principal, CancellationToken cancellationToken) =>
        await DescribeAsync(Find(name), await HistoryAsync(cancellationToken), principal, withRuns: true, cancellationToken);

    /// <summary>Starts a run and answers its job while it runs.</summary>
    public Task<JobAnswer> RunAsync(string name, string? stream, Principal principal, CancellationToken cancellationToken) => StartAsync(Find(name), stream, replays: false, principal, cancellationToken);

    /// <summary>Starts to read again the files that a stream's rows wait from in quarantine, and answers the job while it runs.</summary>
    public Task<JobAnswer> ReplayAsync(string name, string stream, Principal principal, CancellationToken cancellationToken) =>
        StartAsync(Find(name, stream).Connection, stream, replays: true, principal, cancellationToken);

    async Task<JobAnswer> StartAsync(Connection connection, string? stream, bool replays, Principal principal, CancellationToken cancellationToken)
    {
        var name = connection.Name;
        // What ended a moment ago may still stand in the store as running.
        await jobs.FlushAsync(cancellationToken);
        await foreach (var running in store.ListAsync(new JobFilter { Kind = JobKind.Sync, States = [JobState.Queued, JobState.Running], Limit = MostRuns }, cancellationToken))
            if (running.Title == name || running.Title.StartsWith(name + ".", StringComparison.Ordinal))
                throw new ServerException(new Problem(ProblemKind.Conflict, $"{running.Title} is being synced already; nothing was started.") { Job = running.Id.ToString() });
        // The run outlives the request that asked for it.
        var run = await runs.StartAsync(connection, stream, replays, principal, "ui", null, null, CancellationToken.None);
        Observe(run.Completion);
        return pages.Of(await jobs.FindAsync(run.Id, cancellationToken) ?? throw new System.Diagnostics.UnreachableException(), principal);
    }

    public async Task<ResetEffect> EffectAsync(string name, string stream, CancellationToken cancellationToken)
    {
        var (connection, options) = Find(name, stream);
        var status = await StreamStatus.LookAsync(lakehouse.Catalog, connection, options, cancellationToken);
        var table = await catalog.FindAsync(status.Target, cancellationToken);
        return new ResetEffect($"{name}.{stream}", options.Table, table?.Rows?.Rows, status.SourceFiles, status.SourceBytes, $"tarn sync reset {name}.{stream}")
        {
            Snapshot = table?.SnapshotId,
            RowsBound = BoundWord.Of(table?.Rows),
        };
    }

    public async Task<JobAnswer> ResetAsync(string name, string stream, string? confirm, Principal principal, CancellationToken cancellationToken)
    {
        var (connection, options) = Find(name, stream);
        if (confirm != stream)
            throw new ServerException(ProblemKind.InvalidRequest, $"A reset empties {options.Table}. Type the stream's name, {stream}, to say that you mean it; nothing was done.");
        var request = new JobRequest(JobKind.Sync, principal, $"{name}.{stream}", ResetCause);
        var run = await jobs.StartAsync(
            request, job => new StreamReset(lakehouse, principal, time).RunAsync(connection, options, job.Id.ToString(), job.CancellationToken), CancellationToken.None);
        _ = await run.Completion;
        return pages.Of(await jobs.FindAsync(run.Id, cancellationToken) ?? throw new System.Diagnostics.UnreachableException(), principal);
    }

    /// <summary>The job's record has the failure; nobody waits for the task.</summary>
    static void Observe(Task completion) =>
        completion.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    Connection Find(string name)
    {
        var known = sources.Read();
        if (known.Error is { } error) throw error;
        return known.Connections.FirstOrDefault(c => c.Name == name) ??
               throw new IngestException(IngestErrorKind.UnknownConnection, $"There is no connection {name} in sources/.");
    }

    (Connection Connection, StreamOptions Stream) Find(string name, string stream)
    {
        var connection = Find(name);
        return (connection, connection.Streams.FirstOrDefault(s => s.Name == stream) ??
                            throw new IngestException(IngestErrorKind.UnknownConnection, $"The connection {name} has no stream {stream}."));
    }

    /// <summary>The newest jobs of all connections, newest first.</summary>
    async Task<List<Job>> HistoryAsync(CancellationToken cancellationToken)
    {
        await jobs.FlushAsync(cancellationToken);
        var history = new List<Job>();
        await foreach (var job in store.ListAsync(new JobFilter { Kind = JobKind.Sync, Limit = MostHistory }, cancellationToken)) history.Add(job);
        return history;
    }

    async Task<SyncAnswer> DescribeAsync(Connection connection, List<Job> all, Principal principal, bool withRuns, CancellationToken cancellationToken)
    {
        var prefix = connection.Name + ".";
        var history = all.Where(job => job.Title == connection.Name || job.Title.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var built = await builds.ReadAsync(cancellationToken);
        var streams = new List<StreamAnswer>();
        foreach (var stream in connection.Streams)
            streams.Add(await StreamAsync(connection, stream, history.FirstOrDefault(j => j.Title == prefix + stream.Name && !j.Cause.EndsWith("reset", StringComparison.Ordinal)), built, principal, cancellationToken));
        var runsShown = withRuns ? history.Where(j => j.Parent is null && pages.MaySee(principal, j)).Take(MostRuns).Select(j => pages.Of(j, principal)).ToList() : [];
        return new SyncAnswer(
            connection.Name, $"sources/{connection.Name}.yaml", Path.GetRelativePath(root, connection.Path), StreamStates.Worst(streams.Select(s => s.State)), streams,
            authorizer.Decide(principal, Permission.RunPipelines, SecuredObject.Everything) is Decision.Allowed)
        {
            Runs = runsShown,
        };
    }

    async Task<StreamAnswer> StreamAsync(
        Connection connection, StreamOptions stream, Job? last, Transform.Artifacts.BuiltProject? built, Principal principal, CancellationToken cancellationToken)
    {
        var status = await StreamStatus.LookAsync(lakehouse.Catalog, connection, stream, cancellationToken);
        var table = status.Exists ? await catalog.FindAsync(status.Target, cancellationToken) : null;
        var fresh = table is null ? null : Freshness.Of(table, built, time.GetUtcNow());
        var quarantine = await catalog.FindAsync(status.Quarantine, cancellationToken);
        var quarantined = quarantine?.Rows?.Rows ?? 0;
        var (state, reason) = StreamStates.Of(status, quarantined, last, fresh);
        var mayRead = authorizer.Decide(principal, Permission.ReadRows, new SecuredObject.Table(status.Target.Namespace.Levels, status.Target.Name)) is Decision.Allowed;
        var waiting = $"{string.Join('.', status.Quarantine.Namespace.Levels.Append(status.Quarantine.Name).Select(SqlWords.Quote))}\nwhere stream = {Engine.Native.Identifiers.Literal($"{connection.Name}.{stream.Name}")}";
        return new StreamAnswer(stream.Name, state, stream.Table, status.Target.Namespace.Levels, status.Target.Name, stream.Files, Word(stream.Sync), Word(stream.Write))
        {
            Key = stream.Key,
            Cursor = stream.Cursor,
            Reason = reason,
            Rows = mayRead ? table?.Rows?.Rows : null,
            RowsBound = mayRead ? BoundWord.Of(table?.Rows) : null,
            LastLoad = status.LastLoad is { } load && mayRead ? Load(load) : null,
            NewFiles = status.NewFiles,
            ChangedFiles = status.ChangedFiles,
            WaitingBytes = status.WaitingBytes,
            CheckedAgeMs = last is { State: JobState.Succeeded, Ended: { } ended } ? (time.GetUtcNow() - ended).TotalMilliseconds : null,
            TargetMs = fresh?.TargetMs,
            Quarantined = quarantined,
            QuarantineSql = quarantine is not null && mayRead ? $"select seen_at, file, line, \"column\", reason, raw\nfrom {waiting}\norder by seen_at desc, file, line\nlimit 1000" : null,
            DiscardSql = quarantined > 0 && mayRead ? $"delete from {waiting}" : null,
            SchemaChanges = table?.Metadata is { } metadata && mayRead ? Changes(metadata) : [],
            Job = last is not null && pages.MaySee(principal, last) ? pages.Of(last, principal) : null,
            Error = last is { Error: { } error, State: JobState.Failed or JobState.Lost } ? JobProblems.Of(last, error).ToBody()
                : status.SourceError is { } words ? new Problem(ProblemKind.Source, words).ToBody() : null,
        };
    }

    static LoadAnswer Load(Iceberg.Metadata.Snapshot load) => new(
        load.SnapshotId.ToString(CultureInfo.InvariantCulture), load.Timestamp, load.Count("added-records"), load.Count("added-files-size"),
        load.Summary.GetValueOrDefault(SessionChange.JobProperty));

    static IReadOnlyList<SchemaEvent> Changes(Iceberg.Metadata.TableMetadata metadata) =>
    [
        .. SchemaHistory.Of(metadata).SelectMany(c => c.Value.Select(change => (Id: c.Key, Change: change))).OrderByDescending(c => c.Change.Schema).Take(20)
            .Select(c => new SchemaEvent(metadata.Schema.FindName(c.Id) ?? $"#{c.Id}", c.Change.Change, c.Change.From, c.Change.To, c.Change.Since)),
    ];

    static string Word(SyncMode mode) => mode == SyncMode.Incremental ? "incremental" : "full_refresh";

    static string Word(WriteMode mode) => mode switch
    {
        WriteMode.Append => "append",
        WriteMode.Overwrite => "overwrite",
        _ => "append_dedup",
    };
}
