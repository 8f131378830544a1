using Tarn.Project.Yaml;

namespace Tarn.Project.Tests.Yaml;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("134217728", 134217728)]
    [InlineData("512MB", 512_000_000)]
    [InlineData("512 mb", 512_000_000)]
    [InlineData("1.5GiB", 1_610_612_736)]
    [InlineData("10B", 10)]
    public void Reads_decimal_and_binary_units(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var size));
        Assert.Equal(bytes, size.Bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MB")]
    [InlineData("-1MB")]
    [InlineData("5XB")]
    [InlineData("9999999999TiB")]
    public void Refuses_what_is_no_size(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData(1L << 30, "1GiB")]
    [InlineData(1_000_000, "1000000")]
    [InlineData(1536L << 20, "1536MiB")]
    public void Writes_the_largest_exact_unit(long bytes, string text)
    {
        Assert.Equal(text, new ByteSize(bytes).ToString());
        Assert.True(ByteSize.TryParse(text, out var back));
        Assert.Equal(bytes, back.Bytes);
    }
}
