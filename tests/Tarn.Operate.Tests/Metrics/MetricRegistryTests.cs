using Tarn.Operate.Metrics;

namespace Tarn.Operate.Tests.Metrics;

public sealed class MetricRegistryTests
{
    readonly MetricRegistry registry = new();

    [Fact]
    public void Writes_the_text_format_sorted_by_name_with_escapes()
    {
        registry.Gauge("b_bytes", "Of \\ and\nnewline.", "path").Set(1.5, "a\"b\\c\nd");
        registry.Counter("a_total", "Things.").Add(2);
        Assert.Equal("""
            # HELP a_total Things.
            # TYPE a_total counter
            a_total 2
            # HELP b_bytes Of \\ and\nnewline.
            # TYPE b_bytes gauge
            b_bytes{path="a\"b\\c\nd"} 1.5

            """, registry.Write());
    }

    [Fact]
    public void A_histogram_counts_cumulatively_with_bounds_inclusive()
    {
        var histogram = registry.Histogram("h_seconds", "H.", [0.1, 1], "kind");
        foreach (var value in new[] { 0.05, 0.1, 0.5, 7 }) histogram.Observe(value, "q");
        Assert.Equal("""
            # HELP h_seconds H.
            # TYPE h_seconds histogram
            h_seconds_bucket{kind="q",le="0.1"} 2
            h_seconds_bucket{kind="q",le="1"} 3
            h_seconds_bucket{kind="q",le="+Inf"} 4
            h_seconds_sum{kind="q"} 7.65
            h_seconds_count{kind="q"} 4

            """, registry.Write());
    }

    [Fact]
    public void Labels_without_end_are_counted_together()
    {
        var counter = registry.Counter("c_total", "C.", "user");
        for (var i = 0; i < 5000; i++) counter.Add(1, $"user{i}");
        var lines = registry.Write().Split('\n').Where(line => line.StartsWith("c_total{", StringComparison.Ordinal)).ToList();
        Assert.Equal(1001, lines.Count);
        Assert.Contains("c_total{user=\"other\"} 4000", lines);
    }

    [Fact]
    public void Counts_of_several_threads_are_all_there()
    {
        var counter = registry.Counter("c_total", "C.");
        _ = Parallel.For(0, 100_000, _ => counter.Add(1));
        Assert.Contains("c_total 100000\n", registry.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_bad_names_double_names_and_falling_counters()
    {
        _ = registry.Counter("ok_total", "Ok.");
        _ = Assert.Throws<ArgumentException>(() => registry.Gauge("ok_total", "Again."));
        _ = Assert.Throws<ArgumentException>(() => registry.Gauge("not-ok", "Dash."));
        _ = Assert.Throws<ArgumentException>(() => registry.Gauge("g", "Reserved.", "le"));
        _ = Assert.Throws<ArgumentException>(() => registry.Histogram("h", "Falls.", [2, 1]));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => registry.Counter("d_total", "D.").Add(-1));
    }

    [Fact]
    public void The_process_measures_itself()
    {
        ProcessMetrics.Register(registry);
        var text = registry.Write();
        var resident = text.Split('\n').Single(line => line.StartsWith("process_resident_memory_bytes ", StringComparison.Ordinal));
        Assert.True(double.Parse(resident.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) > 1_000_000);
        Assert.Contains("\nprocess_cpu_seconds_total ", text, StringComparison.Ordinal);
    }
}
