using System.Globalization;

namespace Tarn.Engine.Native;

/// <summary>DECIMAL(<paramref name="Width"/>, <paramref name="Scale"/>): the value is <paramref name="Unscaled"/> × 10^-<paramref name="Scale"/>.</summary>
public readonly record struct DecimalValue(Int128 Unscaled, byte Width, byte Scale)
{
    public const byte MaxWidth = 38;

    /// <summary>The value with its full scale: <c>-0.50</c>.</summary>
    public override string ToString()
    {
        var digits = Int128.Abs(Unscaled).ToString(CultureInfo.InvariantCulture);
        if (Scale > 0)
        {
            digits = digits.PadLeft(Scale + 1, '0');
            digits = $"{digits[..^Scale]}.{digits[^Scale..]}";
        }
        return Int128.IsNegative(Unscaled) ? "-" + digits : digits;
    }
}
