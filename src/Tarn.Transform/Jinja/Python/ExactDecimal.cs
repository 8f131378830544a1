using System.Globalization;
using System.Numerics;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Decimal digits of a double, rounded half to even on its exact value as C's printf does.</summary>
internal static class ExactDecimal
{
    /// <summary>Digits of |value| with the given number of decimals, no exponent.</summary>
    public static string Fixed(double value, int decimals)
    {
        var scaled = Scaled(Math.Abs(value), decimals);
        if (decimals <= 0)
        {
            return scaled.ToString(CultureInfo.InvariantCulture) + (scaled.IsZero ? string.Empty : new string('0', -decimals));
        }

        var text = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        return text[..^decimals] + "." + text[^decimals..];
    }

    /// <summary>Significant digits of |value| and the exponent of the first one.</summary>
    public static (string Digits, int Exponent) Significant(double value, int digits)
    {
        if (value == 0)
        {
            return (new string('0', digits), 0);
        }

        var magnitude = Math.Abs(value);
        var exponent = (int)Math.Floor(Math.Log10(magnitude));
        for (var attempt = exponent + 1; ; attempt--)
        {
            var text = Scaled(magnitude, digits - 1 - attempt).ToString(CultureInfo.InvariantCulture);
            if (text.Length == digits)
            {
                return (text, attempt);
            }

            if (text.Length > digits)
            {
                return (text[..digits], attempt + 1);
            }
        }
    }

    /// <summary>round(value, decimals) for a float.</summary>
    public static double Round(double value, int decimals)
    {
        if (double.IsNaN(value) || double.IsInfinity(value) || decimals > 323)
        {
            return value;
        }

        if (decimals < -308)
        {
            return Math.CopySign(0.0, value);
        }

        return Math.CopySign(double.Parse(Fixed(value, decimals), CultureInfo.InvariantCulture), value);
    }

    private static BigInteger Scaled(double magnitude, int decimals)
    {
        var bits = BitConverter.DoubleToInt64Bits(magnitude);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = new BigInteger(bits & 0xFFFFFFFFFFFFF);
        mantissa += exponent == 0 ? BigInteger.Zero : BigInteger.One << 52;
        exponent = Math.Max(exponent, 1) - 1075;
        var numerator = mantissa * (decimals > 0 ? BigInteger.Pow(10, decimals) : BigInteger.One) * (exponent > 0 ? BigInteger.One << exponent : BigInteger.One);
        var denominator = (exponent < 0 ? BigInteger.One << -exponent : BigInteger.One) * (decimals < 0 ? BigInteger.Pow(10, -decimals) : BigInteger.One);
        return RoundHalfEven(numerator, denominator);
    }

    public static BigInteger RoundHalfEven(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        var order = (BigInteger.Abs(remainder) * 2).CompareTo(denominator);
        var away = order > 0 || (order == 0 && !quotient.IsEven);
        return away ? quotient + (numerator.Sign < 0 ? -1 : 1) : quotient;
    }
}
