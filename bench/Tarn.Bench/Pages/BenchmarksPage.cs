using System.Text;
using Tarn.Bench.Measuring;

namespace Tarn.Bench.Pages;

/// <summary><c>docs/benchmarks.md</c>: a section a benchmark, each between two marks and written anew by its run; all other text is left alone.</summary>
static class BenchmarksPage
{
    const string Head = """
        # Benchmarks
        Each table is written by `bench/run ID`: Tarn's time divided by that of a bound, usually DuckDB on the same files, both measured in one run of one process in the order A B B A.
        A ratio is the median over the repetitions, a total the geometric mean of the ratios. `CPU` is the same ratio of processor time (user and system, all threads), which other work on the
        machine disturbs less. `noise` is how far two runs of the bound right after one another are apart: smaller differences between the sides mean nothing.

        """;

    public static string Table(BenchmarkReport report)
    {
        var text = new StringBuilder();
        _ = text.Append("| ").AppendJoin(" | ", report.Columns).Append(" |\n|").Insert(text.Length, "---|", report.Columns.Length).Append('\n');
        foreach (var row in report.Rows) _ = text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        if (report.Notes.Length > 0) _ = text.Append('\n');
        foreach (var note in report.Notes) _ = text.Append("- ").Append(note).Append('\n');
        return text.ToString();
    }

    public static async Task WriteAsync(string path, BenchmarkReport report, Machine machine, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var page = File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false) : Head;
        var section = $"{Begin(report.Benchmark.Id)}\n## {report.Benchmark.Id}: {report.Benchmark.Title}\n"
            + $"{now:yyyy-MM-dd}, {machine}. **{report.Line}**\n\n{Table(report)}{End(report.Benchmark.Id)}\n";
        _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await File.WriteAllTextAsync(path, Put(page, report.Benchmark.Id, section), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>In the place of the benchmark's section, or at the end where there is none yet.</summary>
    internal static string Put(string page, string id, string section)
    {
        var start = page.IndexOf(Begin(id) + "\n", StringComparison.Ordinal);
        var end = start < 0 ? -1 : page.IndexOf(End(id) + "\n", start, StringComparison.Ordinal);
        return end < 0 ? page.TrimEnd('\n') + "\n\n" + section : page[..start] + section + page[(end + End(id).Length + 1)..];
    }

    static string Begin(string id) => $"<!-- {id} -->";

    static string End(string id) => $"<!-- end of {id} -->";
}
