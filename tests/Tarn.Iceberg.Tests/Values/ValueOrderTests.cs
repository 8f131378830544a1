using System.Numerics;
using System.Text;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Values;

public sealed class ValueOrderTests
{
    static readonly ValueComparer Order = ValueComparer.Instance;

    [Fact]
    public void Negative_zero_comes_before_zero_and_NaN_after_everything()
    {
        double[] ascending = [double.NegativeInfinity, -1, -0.0, 0.0, 1, double.PositiveInfinity, double.NaN];
        for (var i = 0; i < ascending.Length; i++)
            for (var j = 0; j < ascending.Length; j++)
            {
                Assert.Equal(i.CompareTo(j), Math.Sign(Order.Compare(ascending[i], ascending[j])));
                Assert.Equal(i.CompareTo(j), Math.Sign(Order.Compare((float)ascending[i], (float)ascending[j])));
            }
    }

    [Fact]
    public void Uuids_order_by_unsigned_bytes() =>
        Assert.True(Order.Compare(Guid.Parse("48db0000-0000-0000-0000-000000000000"), Guid.Parse("d4740000-0000-0000-0000-000000000000")) < 0);

    [Fact]
    public void Strings_order_by_code_points_as_their_bytes_do()
    {
        string[] texts = ["", "a", "ab", "b", "\uD7FF", "\uE000", "\uFFFF", "\U00010000", "\U0001F600", "\uFFFFa"];
        foreach (var a in texts)
            foreach (var b in texts)
            {
                var expected = Math.Sign(Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));
                Assert.Equal(expected, Math.Sign(Order.Compare(a, b)));
                Assert.Equal(expected, Math.Sign(Bound.Compare(IcebergType.String, Encoding.UTF8.GetBytes(a), b)));
            }
    }

    [Theory]
    [InlineData("14.20", 1420, 2)]
    [InlineData("-0.0000000001", -1, 10)]
    [InlineData("2E+20", 2, -20)]
    [InlineData("1.5e-3", 15, 4)]
    public void Decimals_keep_the_scale_they_are_written_with(string text, long unscaled, int scale) =>
        Assert.Equal(new IcebergDecimal(new BigInteger(unscaled), scale), IcebergDecimal.Parse(text));

    [Theory]
    [InlineData("long", "2a000000", "42")]
    [InlineData("double", "0000c03f", "1.5")]
    [InlineData("timestamp", "01000000", "1970-01-02T00:00:00")]
    [InlineData("timestamp_ns", "ffffffff", "1969-12-31T00:00:00")]
    public void Bounds_written_before_a_promotion_read_as_the_new_type(string type, string hex, string expected)
    {
        var promoted = IcebergType.Parse(type);
        Assert.Equal(expected, ValueText.Plain(promoted, SingleValueBinary.Decode(promoted, Convert.FromHexString(hex))));
    }

    [Fact]
    public void Bytes_that_are_no_value_are_an_error() =>
        Assert.Equal(IcebergErrorKind.CorruptFile, Assert.Throws<IcebergException>(() => SingleValueBinary.Decode(IcebergType.Int, [1, 2, 3])).Kind);

    [Theory]
    [InlineData("2024-02-30")]
    [InlineData("2024-13-01")]
    [InlineData("24-01-01")]
    [InlineData("2024-01-01T00:00:00")]
    public void What_is_no_date_is_refused(string text) => Assert.Null(ValueText.TryParse(IcebergType.Date, text));

    [Fact]
    public void Dates_read_back_over_the_whole_range()
    {
        foreach (var days in new[] { int.MinValue, -719_529, -719_528, -1, 0, 2_932_896, 2_932_897, int.MaxValue })
            Assert.Equal(days, ValueText.TryParse(IcebergType.Date, TemporalText.Date(days)));
    }
}
