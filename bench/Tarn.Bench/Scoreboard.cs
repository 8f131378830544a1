using System.Collections.Immutable;
using Tarn.Bench.Commits;
using Tarn.Bench.Loading;
using Tarn.Bench.Merging;
using Tarn.Bench.Planning;
using Tarn.Bench.Scans;
using Tarn.Bench.Tpch;

namespace Tarn.Bench;

/// <summary>All benchmarks, by number.</summary>
static class Scoreboard
{
    public static ImmutableArray<IBenchmark> All { get; } = [new TpchBenchmark(), new ScanBenchmark(), new PlanningBenchmark(), new FileLoadBenchmark(), new CommitBenchmark(), new MergeBenchmark()];
}
