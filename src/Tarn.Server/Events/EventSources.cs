using Microsoft.Extensions.Logging;

namespace Tarn.Server.Events;

/// <summary>Looks for news while somebody listens.</summary>
/// <remarks>Jobs and commits happen in any process of the project folder, so they are found by looking; without listeners nothing is read.</remarks>
sealed class EventSources(EventFeed feed, JobEvents jobs, CommitEvents commits, TimeProvider time, ILogger<EventSources> log)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Looks between two reports of progress.</summary>
    const int LooksPerProgress = 4;

    /// <summary>Looks between two readings of the catalog when no job ended: another program may have committed.</summary>
    const int LooksPerCatalog = 40;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        var look = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (feed.HasListeners)
                {
                    await LookAsync(look++, cancellationToken);
                    continue;
                }
                look = 0;
                jobs.Forget();
                commits.Forget();
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    async Task LookAsync(int look, CancellationToken cancellationToken)
    {
        try
        {
            var ended = await jobs.LookAsync(look % LooksPerProgress == 0, cancellationToken);
            if (ended || look % LooksPerCatalog == 0) await commits.LookAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The stores may be away for a while; pages poll what they show.
            EventLog.LookFailed(log, error);
        }
    }
}
