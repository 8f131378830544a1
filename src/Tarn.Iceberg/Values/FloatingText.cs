using System.Globalization;

namespace Tarn.Iceberg.Values;

/// <summary>Floating-point numbers as Java prints them, which partition paths and defaults carry: <c>1.0</c>, <c>1.0E10</c>, <c>4.9E-324</c>.</summary>
/// <remarks>The shortest digits that read back as the same number, but two at least (Java's Double.toString since 19).</remarks>
internal static class FloatingText
{
    public static string Format(object value) => value switch
    {
        float number when !float.IsFinite(number) => NotFinite(number),
        float number => Layout(Two(number.ToString("R", CultureInfo.InvariantCulture), number)),
        double number when !double.IsFinite(number) => NotFinite(number),
        double number => Layout(Two(number.ToString("R", CultureInfo.InvariantCulture), number)),
        _ => throw IcebergException.Invalid($"{value} is no floating-point number"),
    };

    static string NotFinite(double number) => double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";

    /// <summary>Sign, digits (without point) and decimal exponent of the first digit.</summary>
    static (string Sign, string Digits, int Exponent) Two(string shortest, IFormattable number)
    {
        var sign = shortest[0] == '-' ? "-" : "";
        var digits = Split(shortest.TrimStart('-'), out var exponent);
        if (digits.Length > 1 || digits == "0") return (sign, digits, digits == "0" ? 0 : exponent);
        // One digit: Java prints two, the nearest ones; they read back as the same number because they are nearer than the one.
        var two = Split(number.ToString("E1", CultureInfo.InvariantCulture).TrimStart('-'), out exponent);
        return (sign, two, exponent);
    }

    static string Split(string text, out int exponent)
    {
        var at = text.IndexOf('E');
        var mantissa = at < 0 ? text : text[..at];
        exponent = at < 0 ? 0 : int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var digits = point < 0 ? mantissa : whole + mantissa[(point + 1)..];
        exponent += whole.Length - 1;
        var leading = digits.Length - digits.TrimStart('0').Length;
        if (leading == digits.Length) return "0";
        exponent -= leading;
        return digits[leading..].TrimEnd('0') is { Length: > 0 } trimmed ? trimmed : "0";
    }

    static string Layout((string Sign, string Digits, int Exponent) number)
    {
        var (sign, digits, exponent) = number;
        if (digits == "0") return $"{sign}0.0";
        if (exponent is >= -3 and < 7)
        {
            if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
            var padded = digits.PadRight(exponent + 2, '0');
            return $"{sign}{padded.AsSpan(0, exponent + 1)}.{padded.AsSpan(exponent + 1)}";
        }
        return $"{sign}{digits[0]}.{(digits.Length == 1 ? "0" : digits[1..])}E{exponent}";
    }
}
