using System.Text.Json;
using Microsoft.Data.Sqlite;
using Tarn.Operate.Jobs;
using Tarn.Project.Processes;
using Tarn.Storage.State;

namespace Tarn.Storage.Jobs;

/// <summary>A job as a row: columns, parameters and reader in one order.</summary>
static class JobRow
{
    public const string Columns = """
        id, kind, principal, title, cause, parent, state, queued, started, ended, phases, rows, bytes, fraction, total_rows,
        error_kind, error_message, host, process, process_start, heartbeat, cancel_requested_by
        """;

    public const string SpanColumns = "id, kind, state, principal, CASE kind WHEN 'query' THEN '' ELSE title END, parent IS NOT NULL, queued, started, ended, bytes";

    /// <remarks>A late record of a running job must not bring one back that has ended; a cancel request that stands must not be lost.</remarks>
    public const string Upsert = $"""
        INSERT INTO jobs ({Columns})
        VALUES (@id, @kind, @principal, @title, @cause, @parent, @state, @queued, @started, @ended, @phases, @rows, @bytes, @fraction, @total_rows,
                @error_kind, @error_message, @host, @process, @process_start, @heartbeat, @cancel_requested_by)
        ON CONFLICT (id) DO UPDATE SET
            state = excluded.state, started = excluded.started, ended = excluded.ended, phases = excluded.phases, rows = excluded.rows,
            bytes = excluded.bytes, fraction = excluded.fraction, total_rows = excluded.total_rows, error_kind = excluded.error_kind,
            error_message = excluded.error_message, heartbeat = excluded.heartbeat,
            cancel_requested_by = coalesce(jobs.cancel_requested_by, excluded.cancel_requested_by)
        WHERE jobs.state IN ('queued', 'running') OR excluded.state NOT IN ('queued', 'running')
        """;

    public static void Save(StateSession session, Job job) => session.Execute(Upsert,
        ("@id", job.Id.ToString()), ("@kind", Text(job.Kind)), ("@principal", job.Principal), ("@title", job.Title), ("@cause", job.Cause),
        ("@parent", job.Parent?.ToString()), ("@state", Text(job.State)), ("@queued", Instant.ToStore(job.Queued)),
        ("@started", Instant.ToStore(job.Started)), ("@ended", Instant.ToStore(job.Ended)), ("@phases", PhasesText(job)),
        ("@rows", job.Progress.Rows), ("@bytes", job.Progress.Bytes), ("@fraction", job.Progress.Fraction), ("@total_rows", job.Progress.TotalRows),
        ("@error_kind", job.Error?.Kind), ("@error_message", job.Error?.Message), ("@host", job.Owner.Host), ("@process", job.Owner.ProcessId),
        ("@process_start", job.Owner.Start), ("@heartbeat", Instant.ToStore(job.Heartbeat)), ("@cancel_requested_by", job.CancelRequestedBy));

    public static Job Read(SqliteDataReader row) => new()
    {
        Id = Id(row.GetString(0)),
        Kind = Enum.Parse<JobKind>(row.GetString(1), ignoreCase: true),
        Principal = row.GetString(2),
        Title = row.GetString(3),
        Cause = row.GetString(4),
        Parent = row.IsDBNull(5) ? null : Id(row.GetString(5)),
        State = Enum.Parse<JobState>(row.GetString(6), ignoreCase: true),
        Queued = Instant.Read(row, 7),
        Started = Instant.ReadOptional(row, 8),
        Ended = Instant.ReadOptional(row, 9),
        Phases = [.. JsonSerializer.Deserialize(row.GetString(10), JobJson.Default.JobPhaseRecordArray)!.Select(Phase)],
        Progress = new JobProgress(row.GetInt64(11), row.GetInt64(12), row.IsDBNull(13) ? null : row.GetDouble(13), row.IsDBNull(14) ? null : row.GetInt64(14)),
        Error = row.IsDBNull(15) ? null : new JobError(row.GetString(15), row.GetString(16)),
        Owner = new ProcessIdentity(row.GetString(17), row.GetInt32(18), row.GetString(19)),
        Heartbeat = Instant.Read(row, 20),
        CancelRequestedBy = row.IsDBNull(21) ? null : row.GetString(21),
    };

    public static JobSpan ReadSpan(SqliteDataReader row) => new(
        Id(row.GetString(0)), Enum.Parse<JobKind>(row.GetString(1), ignoreCase: true), Enum.Parse<JobState>(row.GetString(2), ignoreCase: true), row.GetString(3), row.GetString(4),
        row.GetInt64(5) != 0, Instant.Read(row, 6), Instant.ReadOptional(row, 7), Instant.ReadOptional(row, 8), row.GetInt64(9));

    public static JobId Id(string text) =>
        JobId.TryParse(text, out var id) ? id : throw new StorageException(StorageErrorKind.Corrupt, $"\"{text}\" in the state store is no job id");

#pragma warning disable CA1308 // The schema's words are lower case.
    public static string Text<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    static string PhasesText(Job job) => JsonSerializer.Serialize(
        [.. job.Phases.Select(phase => new JobPhaseRecord(phase.Name, Instant.ToStore(phase.Started), Instant.ToStore(phase.Ended)))],
        JobJson.Default.JobPhaseRecordArray);

    static JobPhase Phase(JobPhaseRecord record) => new(record.Name, Instant.FromStore(record.Started), record.Ended is { } ended ? Instant.FromStore(ended) : null);
}
