using System.Globalization;
using System.Text.RegularExpressions;
using Tarn.Testing;

namespace Tarn.Bench.Tests;

/// <summary>Each benchmark end to end on a little data: that both sides answered the same is checked by the run itself; times are not looked at.</summary>
public sealed partial class BenchmarkCommandTests
{
    [Theory]
    [InlineData("P1", "0.005")]
    [InlineData("P2", "0.001")]
    [InlineData("P3", "0.005")]
    [InlineData("P9", "0.001")]
    [InlineData("P10", "0.04")]
    [InlineData("P11", "0.001")]
    public async Task Ends_with_its_ratio_and_writes_its_section_once(string id, string scale)
    {
        using var folder = new TemporaryFolder();
        var page = folder.File("docs", "benchmarks.md");
        for (var run = 0; run < 2; run++)
        {
            var (code, output, log) = await RunAsync(id, "--scale", scale, "--blocks", "1", "--seconds", "0.001", "--folder", folder.File("data"), "--page", page);
            Assert.True(code == 0, log);
            var match = RatioLine().Match(output.TrimEnd().Split('\n')[^1]);
            Assert.True(match.Success, output);
            Assert.Equal(id, match.Groups[1].Value);
            Assert.True(double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) > 0);
            var text = await File.ReadAllTextAsync(page);
            Assert.StartsWith("# Benchmarks", text, StringComparison.Ordinal);
            Assert.Single(Regex.Matches(text, $"^## {id}: ", RegexOptions.Multiline));
            Assert.Contains(match.Value, text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain(Directory.EnumerateDirectories(folder.File("data")), d => Path.GetFileName(d).StartsWith(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Alone_it_lists_the_benchmarks()
    {
        var (code, output, _) = await RunAsync();
        Assert.Equal(0, code);
        foreach (var benchmark in Scoreboard.All) Assert.Matches($"(?m)^{benchmark.Id} ", output);
    }

    [Theory]
    [InlineData("P0")]
    [InlineData("P1", "--scale", "0")]
    [InlineData("P1", "--speed", "1")]
    [InlineData("P1", "P2")]
    public async Task Refuses_what_it_does_not_know(params string[] arguments)
    {
        var (code, output, log) = await RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("usage: bench/run", log, StringComparison.Ordinal);
    }

    static async Task<(int Code, string Output, string Log)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var log = new StringWriter();
        var code = await BenchmarkCommand.RunAsync(arguments, output, log, CancellationToken.None);
        return (code, output.ToString(), log.ToString());
    }

    [GeneratedRegex(@"^(P\d+) ratio=(\d+\.\d\d)$")]
    private static partial Regex RatioLine();
}
