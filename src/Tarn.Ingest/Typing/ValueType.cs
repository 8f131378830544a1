using System.Globalization;
using System.Text.RegularExpressions;

namespace Tarn.Ingest.Typing;

/// <summary>The type that a column's text is read as.</summary>
/// <param name="Kind">What kind of value.</param>
/// <param name="Precision">Digits of a decimal, 1 to 38.</param>
/// <param name="Scale">Digits after its point.</param>
readonly partial record struct ValueType(ValueKind Kind, int Precision = 0, int Scale = 0)
{
    public static ValueType None => new(ValueKind.None);

    public static ValueType Text => new(ValueKind.Text);

    /// <summary>The narrowest type that reads both without loss. Where there is none but text, it is text: a wrong number is worse than an unparsed one.</summary>
    public static ValueKind Widen(ValueKind a, ValueKind b) => (a, b) switch
    {
        _ when a == b => a,
        (ValueKind.None, _) => b,
        (_, ValueKind.None) => a,
        (ValueKind.Long, ValueKind.Double) or (ValueKind.Double, ValueKind.Long) => ValueKind.Double,
        (ValueKind.Date, ValueKind.Timestamp) or (ValueKind.Timestamp, ValueKind.Date) => ValueKind.Timestamp,
        _ => ValueKind.Text,
    };

    /// <summary>Whether text that reads as <paramref name="found"/> fits a column of this type without loss.</summary>
    public bool Takes(ValueKind found) => Kind switch
    {
        ValueKind.Text => true,
        ValueKind.Decimal => found is ValueKind.None or ValueKind.Long or ValueKind.Double,
        _ => Widen(Kind, found) == Kind,
    };

    /// <summary>The executor's name of the type.</summary>
    public string SqlName => Kind switch
    {
        ValueKind.Boolean => "BOOLEAN",
        ValueKind.Long => "BIGINT",
        ValueKind.Double => "DOUBLE",
        ValueKind.Decimal => $"DECIMAL({Precision},{Scale})",
        ValueKind.Date => "DATE",
        ValueKind.Timestamp => "TIMESTAMP",
        ValueKind.TimestampTz => "TIMESTAMPTZ",
        _ => "VARCHAR",
    };

    /// <summary>Reads a type as configuration writes it, <c>decimal(10,2)</c> for one; null where it is none that a text source can be read as.</summary>
    public static ValueType? Parse(string name)
    {
        var text = name.Trim().ToLowerInvariant();
        if (DecimalName().Match(text) is { Success: true } match)
        {
            var precision = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            var scale = match.Groups[2].Success ? int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : 0;
            return precision is >= 1 and <= 38 && scale <= precision ? new ValueType(ValueKind.Decimal, precision, scale) : null;
        }

        return text switch
        {
            "boolean" or "bool" => new ValueType(ValueKind.Boolean),
            "bigint" or "long" or "int" or "integer" => new ValueType(ValueKind.Long),
            "double" or "float" => new ValueType(ValueKind.Double),
            "date" => new ValueType(ValueKind.Date),
            "timestamp" => new ValueType(ValueKind.Timestamp),
            "timestamptz" or "timestamp with time zone" => new ValueType(ValueKind.TimestampTz),
            "string" or "varchar" or "text" => Text,
            _ => null,
        };
    }

    [GeneratedRegex(@"^(?:decimal|numeric)\s*\(\s*(\d{1,2})\s*(?:,\s*(\d{1,2})\s*)?\)$")]
    private static partial Regex DecimalName();
}
