using System.Globalization;
using Tarn.Iceberg;
using Tarn.Iceberg.Types;

namespace Tarn.Ingest.Generation;

/// <summary>A column of made-up data.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">A primitive type of the table format.</param>
/// <param name="Distribution">How its values are spread.</param>
/// <param name="Nulls">The share of rows that have no value, 0 to 1.</param>
public sealed record GeneratedColumn(string Name, IcebergType Type, Distribution Distribution, double Nulls = 0)
{
    /// <summary>Reads <c>name:type[:distribution][:nulls=0.1]</c>.</summary>
    /// <exception cref="FormatException">It says something else, or the type and the distribution do not go together.</exception>
    public static GeneratedColumn Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':');
        return colon > 0 ? Parse(text[..colon], text[(colon + 1)..]) : throw new FormatException($"\"{text}\" is no column; write name:type or name:type:distribution");
    }

    /// <summary>Reads the part behind the name.</summary>
    /// <exception cref="FormatException">As <see cref="Parse(string)"/>.</exception>
    public static GeneratedColumn Parse(string name, string definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var parts = definition.Split(':', StringSplitOptions.TrimEntries).ToList();
        var nulls = parts.Count > 1 && parts[^1].StartsWith("nulls=", StringComparison.Ordinal) ? NullsOf(name, parts[^1]) : 0;
        if (nulls > 0) parts.RemoveAt(parts.Count - 1);
        if (parts.Count > 2) throw new FormatException($"the column \"{name}\" has more than a type, a distribution and nulls=share: {definition}");
        var type = TypeOf(name, parts[0]);
        var column = new GeneratedColumn(name, type, parts.Count == 2 ? Distribution.Parse(parts[1]) : DefaultOf(type), nulls);
        return column.Fits ? column : throw new FormatException($"the column \"{name}\" is {type}, which takes no distribution \"{parts[1]}\"");
    }

    bool Fits => (Distribution, Type.Kind) switch
    {
        (Distribution.Choice, _) => true,
        (Distribution.Any, TypeKind.Boolean or TypeKind.Uuid) => true,
        (Distribution.Words, TypeKind.String) => true,
        (Distribution.Days or Distribution.Sequence, TypeKind.Date or TypeKind.Timestamp or TypeKind.Timestamptz) => true,
        (Distribution.Sequence or Distribution.Uniform or Distribution.Zipf, TypeKind.Int or TypeKind.Long or TypeKind.Float or TypeKind.Double or TypeKind.Decimal or TypeKind.String) => true,
        _ => false,
    };

    static double NullsOf(string name, string text) =>
        double.TryParse(text["nulls=".Length..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1
            ? share : throw new FormatException($"the column \"{name}\" says {text}; a share of rows above 0 and at most 1 is expected");

    static IcebergType TypeOf(string name, string text)
    {
        try
        {
            var type = IcebergType.Parse(text);
            if (type is DecimalType { Precision: <= 18 }
                || type.Kind is TypeKind.Boolean or TypeKind.Int or TypeKind.Long or TypeKind.Float or TypeKind.Double or TypeKind.String or TypeKind.Date or TypeKind.Timestamp or TypeKind.Timestamptz or TypeKind.Uuid) return type;
        }
        catch (IcebergException)
        {
            // The message below says what there is.
        }

        throw new FormatException(
            $"the column \"{name}\" cannot be made as \"{text}\"; types are boolean, int, long, float, double, decimal(p,s) up to 18 digits, string, date, timestamp, timestamptz and uuid");
    }

    static Distribution DefaultOf(IcebergType type) => type.Kind switch
    {
        TypeKind.Boolean or TypeKind.Uuid => new Distribution.Any(),
        TypeKind.String => new Distribution.Words(3),
        TypeKind.Date or TypeKind.Timestamp or TypeKind.Timestamptz => new Distribution.Days(),
        TypeKind.Float or TypeKind.Double => new Distribution.Uniform(0, 1),
        TypeKind.Decimal => new Distribution.Uniform(0, type is DecimalType { Precision: var p, Scale: var s } && p - s < 4 ? Power(p - s) - 1 : 1000),
        _ => new Distribution.Uniform(0, 999_999),
    };

    static decimal Power(int digits) => Enumerable.Repeat(10m, digits).Aggregate(1m, (a, b) => a * b);
}
