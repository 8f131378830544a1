using System.Runtime.InteropServices;

namespace Tarn.Cli.Verbs;

/// <summary>Ctrl-C and SIGTERM as cancellation of the verb that runs; the second of them ends the process as the system does.</summary>
/// <remarks>Once disposed, signals do what they do by default: the prompt, whose Ctrl-C cancels a statement and not the session, disposes it.</remarks>
sealed class StopSignals : IDisposable
{
    readonly CancellationTokenSource stop = new();
    readonly PosixSignalRegistration interrupt;
    readonly PosixSignalRegistration terminate;

    public StopSignals()
    {
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    public CancellationToken Token => stop.Token;

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
    }

    void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = !stop.IsCancellationRequested;
        stop.Cancel();
    }
}
