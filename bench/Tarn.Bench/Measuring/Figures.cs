using System.Collections.Immutable;
using System.Globalization;

namespace Tarn.Bench.Measuring;

/// <summary>A comparison as cells of a table.</summary>
static class Figures
{
    public static ImmutableArray<string> Columns { get; } = ["Tarn ms", "bound ms", "ratio", "CPU", "noise", "runs"];

    public static ImmutableArray<string> Cells(Comparison c) => [Number(c.MedianA), Number(c.MedianB), Ratio(c.Ratio), Ratio(c.ProcessorRatio), Share(c.Noise), $"{c.Blocks.Length * 2}"];

    public static string Of(Comparison c) => string.Create(
        CultureInfo.InvariantCulture, $"{Number(c.MedianA)} ms against {Number(c.MedianB)} ms, ratio {Ratio(c.Ratio)}, CPU {Ratio(c.ProcessorRatio)}, noise {Share(c.Noise)}, {c.Blocks.Length * 2} runs");

    public static string Number(double value) => value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);

    public static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Share(double value) => value.ToString("0 %", CultureInfo.InvariantCulture);
}
