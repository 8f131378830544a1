using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Tarn.Iceberg.Types;

/// <summary>The text form of types without children. Spec: Appendix C, "Schemas"; whitespace around parameters is accepted.</summary>
internal static partial class TypeText
{
    static readonly FrozenDictionary<string, IcebergType> Plain = new IcebergType[]
    {
        IcebergType.Boolean, IcebergType.Int, IcebergType.Long, IcebergType.Float, IcebergType.Double, IcebergType.Date, IcebergType.Time,
        IcebergType.Timestamp, IcebergType.Timestamptz, IcebergType.TimestampNs, IcebergType.TimestamptzNs, IcebergType.String,
        IcebergType.Uuid, IcebergType.Binary, IcebergType.Unknown, IcebergType.Variant,
    }.ToFrozenDictionary(type => type.ToString(), StringComparer.OrdinalIgnoreCase);

    public static IcebergType Parse(string text)
    {
        if (Plain.TryGetValue(text, out var plain)) return plain;
        if (Decimal().Match(text) is { Success: true } number)
            return new DecimalType(Number(number.Groups[1].Value, text), Number(number.Groups[2].Value, text));
        if (Fixed().Match(text) is { Success: true } bytes) return new FixedType(Number(bytes.Groups[1].Value, text));
        if (Geometry().Match(text) is { Success: true } planar) return new GeometryType(planar.Groups[1].Value);
        if (Geography().Match(text) is { Success: true } globe) return new GeographyType(globe.Groups[1].Value, Algorithm(globe.Groups[2].Value));
        throw IcebergException.Invalid($"Cannot parse type string to primitive: {text}");
    }

    static int Number(string digits, string text) =>
        int.TryParse(digits, out var number) ? number : throw IcebergException.Invalid($"Cannot parse type string to primitive: {text}");

    static EdgeAlgorithm? Algorithm(string word)
    {
        if (word.Length == 0) return null;
        foreach (var algorithm in Enum.GetValues<EdgeAlgorithm>())
            if (algorithm.ToString().Equals(word, StringComparison.OrdinalIgnoreCase)) return algorithm;
        throw IcebergException.Invalid($"Invalid edge interpolation algorithm: {word}");
    }

    [GeneratedRegex(@"^decimal\(\s*(\d+)\s*,\s*(\d+)\s*\)$", RegexOptions.IgnoreCase)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^fixed\[\s*(\d+)\s*\]$", RegexOptions.IgnoreCase)]
    private static partial Regex Fixed();

    [GeneratedRegex(@"^geometry\s*(?:\(\s*([^)]*?)\s*\))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Geometry();

    [GeneratedRegex(@"^geography\s*(?:\(\s*([^,]*?)\s*(?:,\s*(\w*)\s*)?\))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Geography();
}
