using Tarn.Engine.Sessions;
using Tarn.Ingest;
using Tarn.Ingest.Connections;
using Tarn.Ingest.Runs;
using Tarn.Operate.Jobs;
using Tarn.Security.Identity;

namespace Tarn.Server.Syncs;

/// <summary>Runs syncs as jobs, the same from the command line and from a page: the connection's job, and in it one for each stream, so that each has its own state and error.</summary>
/// <param name="lakehouse">Where to.</param>
/// <param name="jobs">Where they are recorded.</param>
/// <param name="time">For the rows' load time.</param>
public sealed class SyncJobs(Lakehouse lakehouse, JobRunner jobs, TimeProvider time)
{
    /// <summary>Starts a run of a connection, or of one of its streams.</summary>
    /// <param name="connection">Whose streams.</param>
    /// <param name="only">One stream's name; null for all.</param>
    /// <param name="replays">Whether to read again what rows wait from in quarantine, instead of what is new.</param>
    /// <param name="principal">On whose behalf.</param>
    /// <param name="cause">Where it was asked for: <c>cli</c>, <c>ui</c>.</param>
    /// <param name="progress">Told of every job's progress besides the job itself; null for nobody.</param>
    /// <param name="finished">Called after each stream, with its outcome or its error.</param>
    /// <param name="cancellationToken">Cancels; streams that committed before stay.</param>
    /// <returns>The job; it fails with the first error of a stream, after all have run.</returns>
    /// <exception cref="IngestException">There is no such stream; nothing was started.</exception>
    public async Task<JobRun<IReadOnlyList<StreamOutcome>>> StartAsync(
        Connection connection, string? only, bool replays, Principal principal, string cause, Func<JobContext, IProgress<WorkProgress>>? progress,
        Action<StreamOptions, StreamOutcome?, Exception?>? finished, CancellationToken cancellationToken)
    {
        var streams = connection.Streams.Where(s => only is null || s.Name == only).ToList();
        if (streams.Count == 0)
            throw new IngestException(IngestErrorKind.UnknownConnection, $"The connection \"{connection.Name}\" has no stream \"{only}\"; it has {string.Join(", ", connection.Streams.Select(s => s.Name))}.");
        var title = only is null ? connection.Name : $"{connection.Name}.{only}";
        var request = new JobRequest(JobKind.Sync, principal, title, replays ? $"{cause} replay" : cause);
        var run = new SyncRun(lakehouse, principal, time) { Replays = replays };
        return await jobs.StartAsync(request, async job => await RunAsync(run, connection, streams, principal, job, only is null, progress, finished).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    async Task<IReadOnlyList<StreamOutcome>> RunAsync(
        SyncRun run, Connection connection, List<StreamOptions> streams, Principal principal, JobContext job, bool asParts,
        Func<JobContext, IProgress<WorkProgress>>? progress, Action<StreamOptions, StreamOutcome?, Exception?>? finished)
    {
        var outcomes = new List<StreamOutcome>();
        Exception? first = null;
        foreach (var stream in streams)
        {
            if (asParts) job.BeginPhase(stream.Name);
            try
            {
                var outcome = asParts
                    ? await PartAsync(run, connection, stream, principal, job, progress).ConfigureAwait(false)
                    : await StreamAsync(run, connection, stream, job, progress).ConfigureAwait(false);
                outcomes.Add(outcome);
                finished?.Invoke(stream, outcome, null);
            }
            catch (Exception error) when (IsOfStream(error))
            {
                first ??= error;
                finished?.Invoke(stream, null, error);
            }
            job.Report(new JobProgress(outcomes.Sum(o => o.Rows), 0, null, null));
        }
        return first is null ? outcomes : throw first;
    }

    Task<StreamOutcome> PartAsync(SyncRun run, Connection connection, StreamOptions stream, Principal principal, JobContext whole, Func<JobContext, IProgress<WorkProgress>>? progress)
    {
        var request = new JobRequest(JobKind.Sync, principal, $"{connection.Name}.{stream.Name}", "sync") { Parent = whole.Id };
        return jobs.RunAsync(request, job => StreamAsync(run, connection, stream, job, progress), whole.CancellationToken);
    }

    static async Task<StreamOutcome> StreamAsync(SyncRun run, Connection connection, StreamOptions stream, JobContext job, Func<JobContext, IProgress<WorkProgress>>? progress)
    {
        var relay = progress?.Invoke(job) ?? new PhaseRelay(job);
        StreamOutcome? outcome = null;
        Exception? failure = null;
        _ = await run.RunAsync(connection, stream.Name, job.Id.ToString(), relay, (_, done, error) => (outcome, failure) = (done, error), job.CancellationToken).ConfigureAwait(false);
        if (failure is not null) throw failure;
        job.Report(new JobProgress(outcome!.Rows, 0, 1, null));
        return outcome;
    }

    /// <summary>What one stream may fail with while the others go on.</summary>
    static bool IsOfStream(Exception error) => error is IngestException or Engine.EngineException or Iceberg.IcebergException or IOException;

    /// <summary>The engine's progress as the job's.</summary>
    sealed class PhaseRelay(JobContext job) : IProgress<WorkProgress>
    {
        string? _phase;

        public void Report(WorkProgress value)
        {
            if (_phase != value.Phase) job.BeginPhase(_phase = value.Phase);
            job.Report(new JobProgress(value.Rows, value.Bytes, value.Fraction, value.TotalRows));
        }
    }
}
