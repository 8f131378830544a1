using Tarn.Operate.Idempotency;
using Tarn.Operate.Jobs;

namespace Tarn.Cli.Composition;

/// <summary>What a running server keeps in order, once a minute: jobs of dead processes get their end, old records, expired tokens and old idempotency keys go.</summary>
sealed class Housekeeping : IAsyncDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    readonly ProjectHost project;
    readonly CancellationTokenSource stopping = new();
    readonly Task running;

    public Housekeeping(ProjectHost project)
    {
        this.project = project;
        running = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        stopping.Dispose();
    }

    async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, project.Time);
        try
        {
            do await OnceAsync().ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(stopping.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    async Task OnceAsync()
    {
        try
        {
            var now = project.Time.GetUtcNow();
            var jobs = project.Folder.Options.Jobs;
            _ = await new LostJobs(project.JobStore, project.Time, JobTimings.Default).MarkAsync(stopping.Token).ConfigureAwait(false);
            _ = await new JobRetention(jobs.Retention, jobs.MaxKept).ApplyAsync(project.JobStore, now, stopping.Token).ConfigureAwait(false);
            _ = await project.TokenStore.RemoveExpiredAsync(now, stopping.Token).ConfigureAwait(false);
            _ = await project.Idempotency.RemoveBeforeAsync(now - IdempotentAnswer.Retention, stopping.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The store is busy or full: the doctor names it, and the next minute tries again.
            Console.Error.WriteLine($"housekeeping: {e.Message}");
        }
    }
}
