using Tarn.Engine.Native;

namespace Tarn.Engine.Sessions;

/// <summary>While it lives, tells a listener five times a second how far the executor is.</summary>
internal sealed class ProgressReporter : IAsyncDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    readonly CancellationTokenSource _stop = new();
    readonly Task _loop;

    ProgressReporter(IProgress<WorkProgress> listener, Connection connection, string phase, TimeProvider time) =>
        _loop = Task.Run(() => LoopAsync(listener, connection, phase, time, _stop.Token));

    /// <summary>Null, and nothing to do, without a listener.</summary>
    public static ProgressReporter? Start(StatementScope scope, string phase) =>
        scope.Progress is { } listener ? new ProgressReporter(listener, scope.Connection, phase, scope.Lakehouse.Time) : null;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    static async Task LoopAsync(IProgress<WorkProgress> listener, Connection connection, string phase, TimeProvider time, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                var (fraction, rows, total) = connection.Progress;
                listener.Report(new WorkProgress(phase, rows, 0, fraction, total > 0 ? total : null));
            }
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }
}
