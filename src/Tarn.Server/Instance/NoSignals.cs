using Microsoft.Extensions.Hosting;

namespace Tarn.Server.Instance;

/// <summary>Leaves Ctrl-C and SIGTERM to the program that hosts the server.</summary>
sealed class NoSignals : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
