using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Tarn.Operate.Jobs;
using Tarn.Security.Identity;
using Tarn.Server.Problems;

namespace Tarn.Server.Jobs;

/// <summary>Names that clients choose for statements of theirs, so that they can cancel one whose job id has not reached them yet.</summary>
/// <remarks>A name holds while its statement runs, and belongs to the principal who chose it.</remarks>
sealed partial class StatementNames
{
    readonly ConcurrentDictionary<(string Principal, string Name), TaskCompletionSource<JobId>> _running = new();

    /// <summary>Takes a name until the lease is disposed; a null name is a lease of nothing.</summary>
    /// <exception cref="ServerException">The name is malformed, or in use.</exception>
    public Lease Take(string? name, Principal principal)
    {
        if (name is null) return new Lease(this, default, null);
        if (!Form().IsMatch(name)) throw new ServerException(ProblemKind.InvalidRequest, "job has 8 to 64 letters, digits and hyphens.");
        var key = (principal.Name, name);
        var job = new TaskCompletionSource<JobId>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _running.TryAdd(key, job)
            ? new Lease(this, key, job)
            : throw new ServerException(ProblemKind.Conflict, $"A statement named {name} is running already; nothing was started. Choose another name for job.");
    }

    /// <summary>The job behind a name of this principal; null where no statement of that name runs.</summary>
    public async ValueTask<JobId?> JobOfAsync(string name, Principal principal, CancellationToken cancellationToken) =>
        _running.TryGetValue((principal.Name, name), out var job) ? await job.Task.WaitAsync(cancellationToken) : null;

    [GeneratedRegex("^[A-Za-z0-9-]{8,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    /// <summary>A name in use.</summary>
    public sealed class Lease(StatementNames names, (string Principal, string Name) key, TaskCompletionSource<JobId>? job) : IDisposable
    {
        /// <summary>The job has started: those who cancel by name may go on.</summary>
        public void Started(JobId id) => job?.TrySetResult(id);

        public void Dispose()
        {
            if (job is null) return;
            _ = names._running.TryRemove(key, out _);
            // Somebody may wait for a job that never started.
            _ = job.TrySetCanceled();
        }
    }
}
