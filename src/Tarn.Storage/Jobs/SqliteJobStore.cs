using System.Runtime.CompilerServices;
using Tarn.Operate.Jobs;
using Tarn.Project.Processes;
using Tarn.Storage.State;

namespace Tarn.Storage.Jobs;

/// <summary>Jobs in the state store. Their records survive a crash of the program; a power failure may take the last moments of them.</summary>
public sealed class SqliteJobStore(StateDatabase database) : IJobStore
{
    public Task SaveAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken) => WriteAsync(session =>
    {
        foreach (var job in jobs) JobRow.Save(session, job);
        return jobs.Count;
    }, cancellationToken);

    public Task<Job?> FindAsync(JobId id, CancellationToken cancellationToken) => ReadAsync(
        session => session.First($"SELECT {JobRow.Columns} FROM jobs WHERE id = @id", JobRow.Read, ("@id", id.ToString())), cancellationToken);

    public async IAsyncEnumerable<Job> ListAsync(JobFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var jobs = await ReadAsync(session => List(session, filter), cancellationToken).ConfigureAwait(false);
        foreach (var job in jobs) yield return job;
    }

    public Task<JobSpans> SpansAsync(JobSpanQuery query, CancellationToken cancellationToken) => ReadAsync(session =>
    {
        // A row keeps its number when it is updated and new rows get greater ones, so that the greatest is a mark whatever the order in which processes write.
        // The unary plus keeps the planner from walking all ids of the window for the few new rows.
        var id = query.After == 0 ? "id" : "+id";
        var changed = session.Query(
            $"SELECT {JobRow.SpanColumns} FROM jobs WHERE rowid > @after AND {id} >= @least ORDER BY id DESC LIMIT @limit",
            JobRow.ReadSpan, ("@after", query.After), ("@least", JobId.Least(query.Since).ToString()), ("@limit", query.Limit));
        foreach (var known in query.Unfinished)
            changed.AddRange(session.Query($"SELECT {JobRow.SpanColumns} FROM jobs WHERE id = @id", JobRow.ReadSpan, ("@id", known.ToString())));
        return new JobSpans(
            changed, session.Number("SELECT coalesce(max(rowid), 0) FROM jobs"),
            session.Number("SELECT count(*) FROM jobs WHERE id >= @least", ("@least", JobId.Least(query.Since).ToString())));
    }, cancellationToken);

    public Task<bool> RequestCancelAsync(JobId id, string principal, CancellationToken cancellationToken) => WriteAsync(session => session.Execute("""
        UPDATE jobs SET cancel_requested_by = coalesce(cancel_requested_by, @principal)
        WHERE id = @id AND state IN ('queued', 'running')
        """, ("@principal", principal), ("@id", id.ToString())) == 1, cancellationToken);

    public Task<IReadOnlyDictionary<JobId, string>> CancelRequestsAsync(ProcessIdentity owner, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyDictionary<JobId, string>>(session => session.Query("""
            SELECT id, cancel_requested_by FROM jobs
            WHERE host = @host AND process = @process AND process_start = @start AND state IN ('queued', 'running') AND cancel_requested_by IS NOT NULL
            """, row => (Id: JobRow.Id(row.GetString(0)), By: row.GetString(1)),
            ("@host", owner.Host), ("@process", owner.ProcessId), ("@start", owner.Start)).ToDictionary(row => row.Id, row => row.By), cancellationToken);

    public Task<bool> MarkLostAsync(Job seen, JobError error, DateTimeOffset now, CancellationToken cancellationToken) => WriteAsync(session => session.Execute("""
        UPDATE jobs SET state = 'lost', ended = @now, error_kind = @kind, error_message = @message
        WHERE id = @id AND state IN ('queued', 'running') AND heartbeat = @heartbeat
        """, ("@now", Instant.ToStore(now)), ("@kind", error.Kind), ("@message", error.Message),
        ("@id", seen.Id.ToString()), ("@heartbeat", Instant.ToStore(seen.Heartbeat))) == 1, cancellationToken);

    public Task<int> RemoveFinishedAsync(DateTimeOffset before, int keep, CancellationToken cancellationToken) => WriteAsync(session =>
        session.Execute("DELETE FROM jobs WHERE ended < @before", ("@before", Instant.ToStore(before)))
        + session.Execute("""
            DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE ended IS NOT NULL ORDER BY ended DESC LIMIT -1 OFFSET @keep)
            """, ("@keep", keep)), cancellationToken);

    static List<Job> List(StateSession session, JobFilter filter)
    {
        // Names of states are the program's own; everything else is a parameter.
        var kinds = filter.Kind switch
        {
            null => "",
            JobKind.Query => "AND kind = 'query'",
            // Few jobs among the many statements: the words of the partial index.
            { } kind => $"AND kind = '{JobRow.Text(kind)}' AND kind <> 'query'",
        };
        // Looking for words reads texts: among so many of the newest jobs.
        var from = filter.Words is null ? "jobs" : "(SELECT * FROM jobs ORDER BY id DESC LIMIT 2000)";
        var states = filter.States.IsEmpty ? "" : $"AND state IN ({string.Join(", ", filter.States.Select(state => $"'{JobRow.Text(state)}'"))})";
        return session.Query($"""
            SELECT {JobRow.Columns} FROM {from}
            WHERE (@words IS NULL OR instr(lower(title), lower(@words)) > 0) AND (@principal IS NULL OR principal = @principal) AND (@parent IS NULL OR parent = @parent)
                AND (@before IS NULL OR id < @before) AND (@title IS NULL OR title = @title) AND (@whole = 0 OR parent IS NULL) {kinds} {states}
            ORDER BY id DESC LIMIT @limit
            """, JobRow.Read,
            ("@words", filter.Words), ("@principal", filter.Principal), ("@parent", filter.Parent?.ToString()),
            ("@before", filter.Before?.ToString()), ("@title", filter.Title), ("@whole", filter.WholeOnly ? 1 : 0), ("@limit", Math.Clamp(filter.Limit, 1, JobFilter.MaxLimit)));
    }

    Task<T> ReadAsync<T>(Func<StateSession, T> work, CancellationToken cancellationToken) =>
        OperateErrors.TranslateAsync(() => database.ReadAsync(work, cancellationToken));

    Task<T> WriteAsync<T>(Func<StateSession, T> work, CancellationToken cancellationToken) =>
        OperateErrors.TranslateAsync(() => database.WriteAsync(Durability.Relaxed, work, cancellationToken));
}
