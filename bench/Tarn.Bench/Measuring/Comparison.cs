using System.Collections.Immutable;

namespace Tarn.Bench.Measuring;

/// <summary>Times of two ways to do the same, taken in turns.</summary>
/// <param name="Blocks">A, B, B, A, each block of four one after the other.</param>
sealed record Comparison(ImmutableArray<Comparison.Block> Blocks)
{
    /// <summary>What one run took.</summary>
    /// <param name="Elapsed">By the clock, in milliseconds.</param>
    /// <param name="Processor">Of this process, all threads, user and system, in milliseconds.</param>
    public readonly record struct Run(double Elapsed, double Processor);

    /// <summary>Two runs of each side.</summary>
    public readonly record struct Block(Run FirstA, Run FirstB, Run SecondB, Run SecondA);

    /// <summary>A's time divided by B's: the median over the blocks, since what else the machine does then meets both sides alike.</summary>
    public double Ratio => Median(Blocks.Select(b => (b.FirstA.Elapsed + b.SecondA.Elapsed) / (b.FirstB.Elapsed + b.SecondB.Elapsed)));

    /// <summary>The same of processor time, which others on the machine disturb less.</summary>
    public double ProcessorRatio => Median(Blocks.Select(b => (b.FirstA.Processor + b.SecondA.Processor) / Math.Max(0.001, b.FirstB.Processor + b.SecondB.Processor)));

    public double MedianA => Median(Blocks.SelectMany(b => new[] { b.FirstA.Elapsed, b.SecondA.Elapsed }));

    public double MedianB => Median(Blocks.SelectMany(b => new[] { b.FirstB.Elapsed, b.SecondB.Elapsed }));

    /// <summary>How much longer A takes, in milliseconds.</summary>
    public double Difference => Median(Blocks.Select(b => ((b.FirstA.Elapsed + b.SecondA.Elapsed) - (b.FirstB.Elapsed + b.SecondB.Elapsed)) / 2));

    /// <summary>How far two runs of the bound are apart within a block: what no difference between the sides can be told from.</summary>
    public double Noise => Median(Blocks.Select(b => Math.Max(b.FirstB.Elapsed, b.SecondB.Elapsed) / Math.Max(0.001, Math.Min(b.FirstB.Elapsed, b.SecondB.Elapsed)))) - 1;

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public static double GeometricMean(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));
}
