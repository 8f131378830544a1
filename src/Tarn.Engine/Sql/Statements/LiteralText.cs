using System.Globalization;
using System.Numerics;
using Tarn.Engine.Sql.Lexing;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Engine.Sql.Statements;

/// <summary>A constant as written: a string, a number, true or false; <paramref name="Text"/> null for NULL.</summary>
internal sealed record LiteralText(string? Text, int Offset)
{
    /// <summary>Bytes in hexadecimal: <c>X'00FF'</c>.</summary>
    const string HexWord = "X";

    bool IsHex { get; init; }

    static readonly string[] TypeWords = ["DATE", "TIME", "TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP_NTZ", "TIMESTAMP_NS", "UUID", "DECIMAL", HexWord];

    /// <summary>A constant, also with its type before it: <c>DATE '2024-01-01'</c>.</summary>
    public static LiteralText Parse(TokenCursor cursor)
    {
        var offset = cursor.Current.Start;
        if (cursor.TryTake("NULL")) return new LiteralText(null, offset);
        if (cursor.Current.IsAny("TRUE", "FALSE")) return new LiteralText(cursor.Take().Value.ToLowerInvariant(), offset);
        var isHex = cursor.Current.Is(HexWord);
        if (cursor.Current.IsAny(TypeWords) && cursor.PeekAt(1).Kind == TokenKind.String) cursor.Take();
        if (cursor.Current.Kind == TokenKind.String) return new LiteralText(cursor.Take().Value, offset) { IsHex = isHex };
        var negative = cursor.PeekAt(1).Kind == TokenKind.Number && cursor.TryTakeSymbol("-");
        if (cursor.Current.Kind == TokenKind.Number) return new LiteralText((negative ? "-" : "") + cursor.Take().Value.Replace("_", "", StringComparison.Ordinal), offset);
        throw cursor.Expected("a constant: a string, a number, true, false, null or DATE '…'");
    }

    /// <summary>The value in the table format's memory form; null for NULL.</summary>
    /// <exception cref="EngineException">The text is no value of the type, or not exactly.</exception>
    public object? ValueOf(IcebergType type, string text)
    {
        if (Text is not { } literal) return null;
        var wanted = type.Kind switch
        {
            TypeKind.Timestamptz or TypeKind.TimestamptzNs when !HasZone(literal) => WithTime(literal) + "+00:00",
            TypeKind.Timestamp or TypeKind.TimestampNs => WithTime(literal),
            // 1e3 and 2.0 are whole numbers too.
            TypeKind.Int or TypeKind.Long when decimal.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number) =>
                decimal.Truncate(number).ToString("0", CultureInfo.InvariantCulture),
            // The memory form's text is hexadecimal; a text is bytes as the executor casts it.
            TypeKind.Binary or TypeKind.Fixed when !IsHex => BytesOf(literal) is { } bytes ? Convert.ToHexString(bytes) : "?",
            _ => literal,
        };
        if (IsHex && type.Kind is not (TypeKind.Binary or TypeKind.Fixed)) wanted = "?";
        return ValueText.TryParse(type, wanted) is { } value && IsWhole(type, literal, value)
            ? value
            : throw EngineException.At(EngineErrorKind.Conversion, $"'{literal}' is no value of type {Sessions.SqlTypeText.Of(type)}.", text, Offset);
    }

    /// <summary>Whether nothing of the text was left out: digits beyond the precision, parts of a second that the type does not have, a number beyond the greatest.</summary>
    static bool IsWhole(IcebergType type, string literal, object value) => type switch
    {
        DecimalType number => BigInteger.Abs(((IcebergDecimal)value).Unscaled) < BigInteger.Pow(10, number.Precision),
        _ => type.Kind switch
        {
            TypeKind.Float or TypeKind.Double => double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)) || literal.AsSpan().IndexOfAnyInRange('0', '9') < 0,
            TypeKind.Time or TypeKind.Timestamp or TypeKind.Timestamptz => literal.LastIndexOf('.') is var point && (point < 0 || NanosOf(literal.AsSpan(point + 1)).Trim('0').IsEmpty),
            _ => true,
        },
    };

    /// <summary>ASCII and <c>\xFF</c>, as the executor reads a BLOB from text; null for anything else.</summary>
    static byte[]? BytesOf(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (text[i] > '\x7F') return null;
            else if (text[i] != '\\') bytes.Add((byte)text[i]);
            else if (i + 3 < text.Length && text[i + 1] == 'x' && byte.TryParse(text.AsSpan(i + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var escaped))
            {
                bytes.Add(escaped);
                i += 3;
            }
            else return null;
        return [.. bytes];
    }

    /// <summary>The digits of a fraction behind the microseconds.</summary>
    static ReadOnlySpan<char> NanosOf(ReadOnlySpan<char> fraction)
    {
        var end = fraction.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? fraction : fraction[..end];
        return digits.Length <= 6 ? [] : digits[6..];
    }

    static bool HasZone(string literal) => literal.Length > 10 && literal.AsSpan(10).IndexOfAny('Z', '+', '-') >= 0;

    static string WithTime(string literal) => literal.Length == 10 ? literal + " 00:00:00" : literal;
}
