namespace Tarn.Operate.Jobs;

/// <summary>The jobs of the last hours for statistics, kept in memory: each look reads what was recorded since the one before, and what had not ended then.</summary>
/// <remarks>The store is the truth, and other processes write to it: records that were removed, or came in an order that the mark does not tell, are noticed by their number.</remarks>
/// <param name="store">Of all processes.</param>
/// <param name="time">For the window's end.</param>
/// <param name="length">How far back it reaches.</param>
/// <param name="most">Of more jobs than this the newest are kept.</param>
public sealed class JobWindow(IJobStore store, TimeProvider time, TimeSpan length, int most) : IDisposable
{
    readonly SemaphoreSlim looking = new(1, 1);
    readonly HashSet<JobId> unfinished = [];
    Dictionary<JobId, JobSpan> spans = [];
    IReadOnlyList<JobSpan> newestFirst = [];
    long mark;

    public TimeSpan Length { get; } = length;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<JobSpan>> ReadAsync(CancellationToken cancellationToken)
    {
        await looking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var since = time.GetUtcNow() - Length;
            var changes = await store.SpansAsync(new JobSpanQuery(since, mark, unfinished, most), cancellationToken).ConfigureAwait(false);
            var isOther = Take(changes.Changed) | Forget(since);
            if (spans.Count != Math.Min(changes.Count, most))
            {
                changes = await store.SpansAsync(new JobSpanQuery(since, 0, [], most), cancellationToken).ConfigureAwait(false);
                spans = [];
                unfinished.Clear();
                isOther = true;
                _ = Take(changes.Changed);
            }
            mark = changes.Mark;
            if (isOther) newestFirst = [.. spans.Values.OrderByDescending(span => span.Id)];
            return newestFirst;
        }
        finally
        {
            _ = looking.Release();
        }
    }

    public void Dispose() => looking.Dispose();

    bool Take(IReadOnlyList<JobSpan> changed)
    {
        var isOther = false;
        foreach (var span in changed)
        {
            isOther |= !spans.TryGetValue(span.Id, out var before) || before != span;
            spans[span.Id] = span;
            _ = span.State.IsFinished() ? unfinished.Remove(span.Id) : unfinished.Add(span.Id);
        }
        return isOther;
    }

    /// <summary>Drops what left the window, and the oldest beyond the limit.</summary>
    bool Forget(DateTimeOffset since)
    {
        var least = JobId.Least(since);
        var oldest = newestFirst.Count;
        while (oldest > 0 && newestFirst[oldest - 1].Id < least) Drop(newestFirst[--oldest].Id);
        if (spans.Count <= most) return oldest < newestFirst.Count;
        foreach (var id in spans.Keys.Order().Take(spans.Count - most).ToList()) Drop(id);
        return true;
    }

    void Drop(JobId id)
    {
        _ = spans.Remove(id);
        _ = unfinished.Remove(id);
    }
}
