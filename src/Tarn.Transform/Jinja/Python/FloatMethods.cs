using System.Numerics;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Attributes of float.</summary>
internal static class FloatMethods
{
    public static readonly MethodTable Table = new("float")
    {
        { "is_integer", 0, 0, (s, _) => Math.Floor((double)s!) == (double)s && !double.IsInfinity((double)s) },
        { "conjugate", 0, 0, (s, _) => s },
        { "as_integer_ratio", 0, 0, (s, _) => Ratio((double)s!) },
        { "hex", 0, 0, (s, _) => Hex((double)s!) },
    };

    static FloatMethods()
    {
        Table.AddProperty("real", s => s);
        Table.AddProperty("imag", _ => 0.0);
    }

    private static PyTuple Ratio(double value)
    {
        var denominator = BigInteger.One;
        while (value != Math.Floor(value))
        {
            value *= 2;
            denominator *= 2;
        }

        return new PyTuple([PyNumber.Normalize(new BigInteger(value)), PyNumber.Normalize(denominator)]);
    }

    private static string Hex(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        var exponent = (int)(bits >> 52);
        var lead = exponent == 0 ? 0 : 1;
        var power = value == 0 ? 0 : exponent == 0 ? -1022 : exponent - 1023;
        var mantissa = value == 0 ? "0" : (bits & 0xFFFFFFFFFFFFF).ToString("x13", null);
        return $"{(double.IsNegative(value) ? "-" : string.Empty)}0x{lead}.{mantissa}p{(power < 0 ? string.Empty : "+")}{power}";
    }
}
