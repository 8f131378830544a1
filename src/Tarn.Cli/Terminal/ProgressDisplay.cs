using Tarn.Engine.Sessions;

namespace Tarn.Cli.Terminal;

/// <summary>Shows progress on standard error after one second, redrawn in place; says nothing where that is no terminal.</summary>
sealed class ProgressDisplay : IProgress<WorkProgress>, IDisposable
{
    static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(120);

    readonly string label;
    readonly TimeProvider clock;
    readonly long started;
    readonly ITimer? timer;
    readonly Lock drawing = new();
    WorkProgress? latest;
    bool drawn;

    public ProgressDisplay(string label, TimeProvider clock)
    {
        (this.label, this.clock, started) = (label, clock, clock.GetTimestamp());
        if (!Console.IsErrorRedirected) timer = clock.CreateTimer(_ => Draw(), null, Delay, Interval);
    }

    /// <summary>Prints lines where the progress line was, which comes back below them.</summary>
    public void Above(Action print)
    {
        lock (drawing)
        {
            if (drawn) Console.Error.Write("\r\x1b[K");
            drawn = false;
            print();
        }
    }

    public void Report(WorkProgress value) => Volatile.Write(ref latest, value);

    public void Dispose()
    {
        timer?.Dispose();
        lock (drawing)
        {
            if (drawn) Console.Error.Write("\r\x1b[K");
            drawn = false;
            latest = null;
        }
    }

    void Draw()
    {
        lock (drawing)
        {
            if (Volatile.Read(ref latest) is not { } progress) return;
            Console.Error.Write("\r\x1b[K" + ProgressLine.Format(label, progress, clock.GetElapsedTime(started), Math.Max(40, Console.WindowWidth)));
            drawn = true;
        }
    }
}
