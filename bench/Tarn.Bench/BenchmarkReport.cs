using System.Collections.Immutable;

namespace Tarn.Bench;

/// <summary>What a benchmark found.</summary>
/// <param name="Benchmark">Which one.</param>
/// <param name="Ratio">Tarn's time divided by the bound's.</param>
/// <param name="Columns">Headings of the table.</param>
/// <param name="Rows">Its rows, as text.</param>
/// <param name="Notes">Lines below it: targets and what they came to, how even the run was.</param>
sealed record BenchmarkReport(
    IBenchmark Benchmark, double Ratio, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows, ImmutableArray<string> Notes)
{
    /// <summary>The line that scripts read: <c>P1 ratio=1.08</c>.</summary>
    public string Line => FormattableString.Invariant($"{Benchmark.Id} ratio={Ratio:0.00}");
}
