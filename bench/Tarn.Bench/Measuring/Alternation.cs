using System.Collections.Immutable;
using System.Diagnostics;

namespace Tarn.Bench.Measuring;

/// <summary>Runs two ways to do the same in the order A B B A, so that neither is always first and a slow drift meets both.</summary>
static class Alternation
{
    const int MaxBlocks = 200;

    /// <param name="options">How often.</param>
    /// <param name="tarn">Side A.</param>
    /// <param name="bound">Side B.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<Comparison> CompareAsync(
        BenchmarkOptions options, Func<CancellationToken, Task> tarn, Func<CancellationToken, Task> bound, CancellationToken cancellationToken)
    {
        var blocks = ImmutableArray.CreateBuilder<Comparison.Block>();
        var began = Stopwatch.GetTimestamp();
        while (blocks.Count < options.Blocks || (blocks.Count < MaxBlocks && Stopwatch.GetElapsedTime(began) < options.TimePerFigure))
        {
            var firstA = await RunAsync(tarn, cancellationToken).ConfigureAwait(false);
            var firstB = await RunAsync(bound, cancellationToken).ConfigureAwait(false);
            var secondB = await RunAsync(bound, cancellationToken).ConfigureAwait(false);
            blocks.Add(new(firstA, firstB, secondB, await RunAsync(tarn, cancellationToken).ConfigureAwait(false)));
        }
        return new Comparison(blocks.ToImmutable());
    }

    static async Task<Comparison.Run> RunAsync(Func<CancellationToken, Task> side, CancellationToken cancellationToken)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var began = Stopwatch.GetTimestamp();
        await side(cancellationToken).ConfigureAwait(false);
        return new(Stopwatch.GetElapsedTime(began).TotalMilliseconds, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
    }
}
