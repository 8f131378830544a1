using System.Globalization;
using System.Numerics;

namespace Tarn.Iceberg.Values;

/// <summary>An exact decimal: <c>Unscaled × 10^-Scale</c>. Equality is by both parts (1.0 and 1.00 differ), order by value.</summary>
/// <remarks>System.Decimal ends at 28 digits, the format's decimals at 38.</remarks>
public readonly record struct IcebergDecimal(BigInteger Unscaled, int Scale) : IComparable<IcebergDecimal>
{
    /// <summary>The same value with another scale, or null where digits would be lost.</summary>
    public IcebergDecimal? WithScale(int scale)
    {
        if (scale == Scale) return this;
        if (scale > Scale) return new(Unscaled * BigInteger.Pow(10, scale - Scale), scale);
        var quotient = BigInteger.DivRem(Unscaled, BigInteger.Pow(10, Scale - scale), out var remainder);
        return remainder.IsZero ? new(quotient, scale) : null;
    }

    public int CompareTo(IcebergDecimal other)
    {
        if (Scale == other.Scale) return Unscaled.CompareTo(other.Unscaled);
        var scale = Math.Max(Scale, other.Scale);
        return (Unscaled * BigInteger.Pow(10, scale - Scale)).CompareTo(other.Unscaled * BigInteger.Pow(10, scale - other.Scale));
    }

    public static bool operator <(IcebergDecimal a, IcebergDecimal b) => a.CompareTo(b) < 0;

    public static bool operator >(IcebergDecimal a, IcebergDecimal b) => a.CompareTo(b) > 0;

    public static bool operator <=(IcebergDecimal a, IcebergDecimal b) => a.CompareTo(b) <= 0;

    public static bool operator >=(IcebergDecimal a, IcebergDecimal b) => a.CompareTo(b) >= 0;

    /// <summary>Reads <c>14.20</c>, <c>-5</c> or <c>2E+20</c>; the scale is the number of digits written, minus the exponent.</summary>
    public static IcebergDecimal Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var value) ? value : throw IcebergException.Invalid($"Cannot parse decimal: {text}");

    public static bool TryParse(ReadOnlySpan<char> text, out IcebergDecimal value)
    {
        value = default;
        var exponentAt = text.IndexOfAny('e', 'E');
        var exponent = 0;
        if (exponentAt >= 0 && !int.TryParse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return false;
        var digits = exponentAt >= 0 ? text[..exponentAt] : text;
        var point = digits.IndexOf('.');
        var fraction = point < 0 ? 0 : digits.Length - point - 1;
        ReadOnlySpan<char> whole = point < 0 ? digits : string.Concat(digits[..point], digits[(point + 1)..]);
        if (!BigInteger.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unscaled)) return false;
        value = new(unscaled, fraction - exponent);
        return true;
    }

    /// <summary>Plain digits with the full scale: <c>14.20</c>, <c>0.0000000001</c>; a negative scale is written out as zeros.</summary>
    public override string ToString()
    {
        if (Scale <= 0) return (Unscaled * BigInteger.Pow(10, -Scale)).ToString(CultureInfo.InvariantCulture);
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return $"{(Unscaled.Sign < 0 ? "-" : "")}{digits.AsSpan(0, digits.Length - Scale)}.{digits.AsSpan(digits.Length - Scale)}";
    }

    /// <summary>The layout of java.math.BigDecimal.toString, which partition paths carry: <c>1E-10</c> where the first digit is far behind the point.</summary>
    internal string ToScientific()
    {
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture);
        var exponent = digits.Length - 1L - Scale;
        if (Scale >= 0 && exponent >= -6) return ToString();
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits.AsSpan(1)}";
        var sign = exponent > 0 ? "+" : "";
        return $"{(Unscaled.Sign < 0 ? "-" : "")}{mantissa}{(exponent == 0 ? "" : $"E{sign}{exponent}")}";
    }
}
