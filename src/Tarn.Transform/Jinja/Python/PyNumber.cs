using System.Globalization;
using System.Numerics;
using System.Text;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's numbers: bool, int of any size, float.</summary>
public static class PyNumber
{
    private static readonly BigInteger MinLong = long.MinValue;
    private static readonly BigInteger MaxLong = long.MaxValue;

    public static bool IsNumber(object? value) => value is long or double or bool or BigInteger;

    public static bool IsInteger(object? value) => value is long or bool or BigInteger;

    /// <summary>The integer as the smallest of our two representations.</summary>
    public static object Normalize(BigInteger value) => value >= MinLong && value <= MaxLong ? (object)(long)value : value;

    public static BigInteger ToBig(object value) => value switch
    {
        long number => number,
        bool flag => flag ? 1 : 0,
        BigInteger big => big,
        _ => throw JinjaException.Type($"'{PyText.TypeName(value)}' object cannot be interpreted as an integer"),
    };

    public static double ToDouble(object value) => value switch
    {
        double number => number,
        long number => number,
        bool flag => flag ? 1 : 0,
        BigInteger big => BigToDouble(big),
        _ => throw JinjaException.Type($"must be real number, not {PyText.TypeName(value)}"),
    };

    /// <summary>True for ints that fit 64 bits (larger ones are cut to the limit, as slices do).</summary>
    public static bool TryIndex(object? value, out long index)
    {
        index = value switch
        {
            long number => number,
            bool flag => flag ? 1 : 0,
            BigInteger big => big.Sign < 0 ? long.MinValue : long.MaxValue,
            _ => 0,
        };
        return value is long or bool or BigInteger;
    }

    /// <summary>Order of two numbers; int.MinValue if one is not a number (NaN).</summary>
    public static int Compare(object left, object right)
    {
        if (left is long a && right is long b)
        {
            return a.CompareTo(b);
        }

        if (left is not double && right is not double)
        {
            return ToBig(left).CompareTo(ToBig(right));
        }

        if (left is double x && right is double y)
        {
            return CompareFloats(x, y);
        }

        return left is double real ? CompareMixed(real, ToBig(right)) : Negate(CompareMixed((double)right, ToBig(left)));
    }

    public static string FloatRepr(double value)
    {
        if (double.IsNaN(value))
        {
            return "nan";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "inf" : "-inf";
        }

        var (sign, digits, exponent) = ShortestDigits(value);
        return sign + (exponent is < -4 or >= 16 ? Scientific(digits, exponent) : Positional(digits, exponent));
    }

    /// <summary>Parses as int(text, radix) does; null where Python raises ValueError.</summary>
    public static object? ParseInt(string text, int radix)
    {
        var body = text.Trim(PyText.WhiteSpace).ToLowerInvariant();
        var negative = body.StartsWith('-');
        body = body.StartsWith('-') || body.StartsWith('+') ? body[1..] : body;
        var prefix = body.Length > 1 && body[0] == '0' ? body[1] switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 } : 0;
        if (prefix != 0 && (radix == 0 || radix == prefix))
        {
            body = body[2..];
            body = body.StartsWith('_') ? body[1..] : body;
            radix = prefix;
        }
        else if (radix == 0)
        {
            if (body.Length > 1 && body[0] == '0' && body.Any(c => c is not ('0' or '_')))
            {
                return null;
            }

            radix = 10;
        }

        if (body.Length == 0 || body.StartsWith('_') || body.EndsWith('_') || body.Contains("__", StringComparison.Ordinal))
        {
            return null;
        }

        return Digits(body.Replace("_", string.Empty, StringComparison.Ordinal), radix) is { } number ? Normalize(negative ? -number : number) : null;
    }

    /// <summary>Parses as float(text) does; null where Python raises ValueError.</summary>
    public static double? ParseFloat(string text)
    {
        var body = text.Trim(PyText.WhiteSpace).ToLowerInvariant();
        var unsigned = body.TrimStart('+', '-');
        if (body.Length - unsigned.Length > 1)
        {
            return null;
        }

        var sign = body.StartsWith('-') ? -1.0 : 1.0;
        switch (unsigned)
        {
            case "inf" or "infinity":
                return sign * double.PositiveInfinity;
            case "nan":
                return double.NaN;
        }

        if (unsigned.StartsWith('_') || unsigned.EndsWith('_') || unsigned.Contains("__", StringComparison.Ordinal))
        {
            return null;
        }

        var plain = string.Concat(unsigned.Replace("_", string.Empty, StringComparison.Ordinal).Select(AsciiDigit));
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(plain, Style, CultureInfo.InvariantCulture, out var number) ? sign * number : null;
    }

    internal static (string Sign, string Digits, int Exponent) ShortestDigits(double value)
    {
        var text = value.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var sign = text.StartsWith('-') ? "-" : string.Empty;
        shortest = shortest.TrimStart('-');
        var split = shortest.Split('E');
        var exponent = split.Length > 1 ? int.Parse(split[1], CultureInfo.InvariantCulture) : 0;
        var point = split[0].IndexOf('.', StringComparison.Ordinal);
        var digits = split[0].Replace(".", string.Empty, StringComparison.Ordinal);
        exponent += (point < 0 ? digits.Length : point) - 1;
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.TrimStart('0').TrimEnd('0');
        return digits.Length == 0 ? (sign, "0", 0) : (sign, digits, exponent - leading);
    }

    private static double BigToDouble(BigInteger value)
    {
        var number = double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return double.IsInfinity(number) ? throw new JinjaException("OverflowError", "int too large to convert to float") : number;
    }

    private static char AsciiDigit(char c) => char.IsDigit(c) && c > 127 ? (char)('0' + (int)char.GetNumericValue(c)) : c;

    private static BigInteger? Digits(string body, int radix)
    {
        var result = BigInteger.Zero;
        foreach (var c in body.Select(AsciiDigit))
        {
            var digit = c switch
            {
                >= '0' and <= '9' => c - '0',
                >= 'a' and <= 'z' => c - 'a' + 10,
                _ => 99,
            };
            if (digit >= radix)
            {
                return null;
            }

            result = (result * radix) + digit;
        }

        return result;
    }

    private static string Positional(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        return digits.Length <= exponent + 1
            ? digits + new string('0', exponent + 1 - digits.Length) + ".0"
            : digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    private static string Scientific(string digits, int exponent)
    {
        var text = new StringBuilder(digits[..1]);
        if (digits.Length > 1)
        {
            text.Append('.').Append(digits, 1, digits.Length - 1);
        }

        return text.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
    }

    private static int CompareFloats(double left, double right) =>
        double.IsNaN(left) || double.IsNaN(right) ? int.MinValue : left.CompareTo(right);

    private static int Negate(int order) => order == int.MinValue ? order : -order;

    private static int CompareMixed(double left, BigInteger right)
    {
        if (double.IsNaN(left))
        {
            return int.MinValue;
        }

        if (double.IsInfinity(left))
        {
            return left > 0 ? 1 : -1;
        }

        var floor = Math.Floor(left);
        var order = new BigInteger(floor).CompareTo(right);
        return order == 0 && left > floor ? 1 : order;
    }
}
