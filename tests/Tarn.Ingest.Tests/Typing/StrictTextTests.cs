using System.Globalization;
using System.Text;
using Tarn.Ingest.Typing;
using ValueType = Tarn.Ingest.Typing.ValueType;

namespace Tarn.Ingest.Tests.Typing;

public sealed class StrictTextTests
{
    [Theory]
    [InlineData("", "None")]
    [InlineData(" ", "Text")]
    [InlineData("0", "Long")]
    [InlineData("-12", "Long")]
    [InlineData(" 8 ", "Long")]
    [InlineData("007", "Text")]
    [InlineData("9223372036854775807", "Long")]
    [InlineData("9223372036854775808", "Text")]
    [InlineData("2.5", "Double")]
    [InlineData(".5", "Double")]
    [InlineData("1e3", "Double")]
    [InlineData("1e999", "Text")]
    [InlineData("00.5", "Text")]
    [InlineData("nan", "Text")]
    [InlineData("-", "Text")]
    [InlineData("true", "Boolean")]
    [InlineData("FALSE", "Boolean")]
    [InlineData("yes", "Text")]
    [InlineData("2026-02-28", "Date")]
    [InlineData("2026-02-29", "Text")]
    [InlineData("2026-2-3", "Text")]
    [InlineData("2026-02-28 10:00", "Timestamp")]
    [InlineData("2026-02-28T10:00:00.123456", "Timestamp")]
    [InlineData("2026-02-28T10:00:00.1234560", "Timestamp")]
    [InlineData("2026-02-28T10:00:00.1234567", "Text")]
    [InlineData("2026-02-28T24:00:00", "Text")]
    [InlineData("2026-02-28T10:00:00Z", "TimestampTz")]
    [InlineData("2026-02-28 10:00:00+02", "TimestampTz")]
    [InlineData("2026-02-28 10:00:00 -0330", "TimestampTz")]
    [InlineData("01/02/2026", "Text")]
    public void Finds_the_narrowest_kind_that_loses_nothing(string text, string kind) =>
        Assert.Equal(kind, StrictText.KindOf(Encoding.UTF8.GetBytes(text)).ToString());

    [Theory]
    [InlineData("2.55", true, "255")]
    [InlineData("2.550", true, "255")]
    [InlineData("2.555", false, "0")]
    [InlineData("-0.01", true, "-1")]
    [InlineData("12345678.90", true, "1234567890")]
    [InlineData("123456789.0", false, "0")]
    [InlineData("7", true, "700")]
    [InlineData(".5", true, "50")]
    [InlineData(".", false, "0")]
    [InlineData("", false, "0")]
    [InlineData("1e2", false, "0")]
    public void A_decimal_keeps_each_digit_or_is_refused(string text, bool fits, string unscaled)
    {
        var found = StrictText.TryDecimal(Encoding.UTF8.GetBytes(text), 10, 2, out var value);
        Assert.Equal(fits, found);
        if (fits) Assert.Equal(Int128.Parse(unscaled), value);
    }

    [Fact]
    public void Offsets_lead_to_the_instant()
    {
        Assert.True(StrictText.TryTimestampTz("1970-01-01T02:00:00+02:00"u8, out var micros));
        Assert.Equal(0, micros);
        Assert.True(StrictText.TryTimestampTz("1969-12-31 23:59:59.999999Z"u8, out micros));
        Assert.Equal(-1, micros);
    }

    [Theory]
    [InlineData("0001-01-01", -719162)]
    [InlineData("1969-12-31", -1)]
    [InlineData("9999-12-31", 2932896)]
    public void Dates_count_days_from_1970(string text, int days)
    {
        Assert.True(StrictText.TryDate(Encoding.UTF8.GetBytes(text), out var found));
        Assert.Equal(days, found);
    }

    [Fact]
    public void Widening_never_changes_a_value()
    {
        Assert.Equal(ValueKind.Double, ValueType.Widen(ValueKind.Long, ValueKind.Double));
        Assert.Equal(ValueKind.Timestamp, ValueType.Widen(ValueKind.Timestamp, ValueKind.Date));
        Assert.Equal(ValueKind.Text, ValueType.Widen(ValueKind.Timestamp, ValueKind.TimestampTz));
        Assert.Equal(ValueKind.Text, ValueType.Widen(ValueKind.Boolean, ValueKind.Long));
    }

    /// <summary>The short way and the framework's agree to the bit, on numbers around what a double holds exactly.</summary>
    [Fact]
    public void Doubles_are_rounded_as_the_framework_rounds_them()
    {
        var random = new Random(7);
        for (var i = 0; i < 200_000; i++)
        {
            var digits = random.NextInt64(0, i % 2 == 0 ? 1L << 54 : 10_000_000).ToString(CultureInfo.InvariantCulture);
            var decimals = random.Next(0, 25);
            var padded = digits.PadLeft(decimals + 1, '0');
            var text = (i % 3 == 0 ? "-" : "") + (decimals == 0 ? padded : $"{padded[..^decimals]}.{padded[^decimals..]}");
            Assert.True(StrictText.TryDouble(Encoding.ASCII.GetBytes(text), out var value), text);
            Assert.Equal(BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(value));
        }
        Assert.True(StrictText.TryDouble("-0.0"u8, out var zero) && double.IsNegative(zero));
        Assert.False(StrictText.TryDouble("."u8, out _));
        Assert.False(StrictText.TryDouble("-."u8, out _));
    }
}
