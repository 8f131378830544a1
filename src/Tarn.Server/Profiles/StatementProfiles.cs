using System.Collections.Concurrent;
using Tarn.Operate.Jobs;
using Tarn.Security.Identity;
using Tarn.Server.Jobs;
using Tarn.Server.Problems;

namespace Tarn.Server.Profiles;

/// <summary>The profiles of the newest statements of this process. Older ones, and those of other processes, are not kept.</summary>
sealed class StatementProfiles
{
    const int Most = 500;

    readonly ConcurrentDictionary<string, ProfileAnswer> _profiles = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<string> _order = new();

    public void Keep(ProfileAnswer profile)
    {
        _profiles[profile.Job] = profile;
        _order.Enqueue(profile.Job);
        while (_order.Count > Most && _order.TryDequeue(out var oldest)) _ = _profiles.TryRemove(oldest, out _);
    }

    /// <summary>The profile of a job that the principal may see.</summary>
    public async Task<ProfileAnswer> FindAsync(JobBoard board, string id, Principal principal, CancellationToken cancellationToken)
    {
        var job = await board.FindAsync(id, principal, cancellationToken);
        return _profiles.GetValueOrDefault(job.Id.ToString()) ?? throw new ServerException(new Problem(ProblemKind.NotFound, job switch
        {
            { Kind: not JobKind.Query } => "Only statements have a profile.",
            { State: JobState.Queued or JobState.Running } => "The statement still runs; its profile is there when it has ended.",
            _ => $"No profile is kept of this statement: it did not run to its end, it ran in another process, or it is older than the newest {Most}. Run it again, or with EXPLAIN ANALYZE.",
        }) { Job = job.Id.ToString() });
    }
}
