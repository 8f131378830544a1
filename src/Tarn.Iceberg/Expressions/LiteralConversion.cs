using System.Globalization;
using System.Numerics;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Expressions;

/// <summary>What became of a literal that was to be compared with values of a type.</summary>
internal abstract record ConvertedLiteral
{
    public sealed record Value(object Of) : ConvertedLiteral;

    /// <summary>Greater than every value of the type.</summary>
    public sealed record AboveRange : ConvertedLiteral;

    public sealed record BelowRange : ConvertedLiteral;

    /// <summary>Equal to no value of the type: between this one and the next.</summary>
    public sealed record Between(object Floor) : ConvertedLiteral;

    public sealed record Invalid : ConvertedLiteral;
}

/// <summary>Converts untyped literals (JSON, SQL) to the in-memory form of a column's type.</summary>
internal static class LiteralConversion
{
    static readonly ConvertedLiteral Invalid = new ConvertedLiteral.Invalid();

    public static ConvertedLiteral Convert(object literal, IcebergType type)
    {
        if (IsInMemoryForm(literal, type)) return new ConvertedLiteral.Value(literal);
        if (literal is string text) return ValueText.TryParse(type, text) is { } parsed ? new ConvertedLiteral.Value(parsed) : FromNumberText(text, type);
        return type.Kind switch
        {
            TypeKind.Int => Integer(literal, int.MinValue, int.MaxValue, number => (int)number),
            TypeKind.Long => Integer(literal, long.MinValue, long.MaxValue, number => (long)number),
            TypeKind.Date when literal is long or int => Integer(literal, int.MinValue, int.MaxValue, number => (int)number),
            TypeKind.Time or TypeKind.Timestamp or TypeKind.Timestamptz or TypeKind.TimestampNs or TypeKind.TimestamptzNs when literal is int days =>
                new ConvertedLiteral.Value((long)days),
            TypeKind.Float => Floating(literal) is { } number ? Single(number) : Invalid,
            TypeKind.Double => Floating(literal) is { } number ? new ConvertedLiteral.Value(number) : Invalid,
            TypeKind.Decimal => Exact(literal) is { } number ? Scaled(number, (DecimalType)type) : Invalid,
            TypeKind.Uuid when literal is byte[] { Length: 16 } bytes => new ConvertedLiteral.Value(new Guid(bytes, bigEndian: true)),
            _ => Invalid,
        };
    }

    static bool IsInMemoryForm(object literal, IcebergType type) => literal switch
    {
        bool => type.Kind == TypeKind.Boolean,
        int => type.Kind is TypeKind.Int or TypeKind.Date,
        long => type.Kind is TypeKind.Long or TypeKind.Time or TypeKind.Timestamp or TypeKind.Timestamptz or TypeKind.TimestampNs or TypeKind.TimestamptzNs,
        float => type.Kind == TypeKind.Float,
        double => type.Kind == TypeKind.Double,
        IcebergDecimal number => type is DecimalType wanted && number.Scale == wanted.Scale,
        string => type.Kind == TypeKind.String,
        Guid => type.Kind == TypeKind.Uuid,
        byte[] bytes => type.Kind == TypeKind.Binary || (type is FixedType wanted && bytes.Length == wanted.Length),
        _ => false,
    };

    static ConvertedLiteral FromNumberText(string text, IcebergType type) =>
        type.Kind is TypeKind.Decimal && IcebergDecimal.TryParse(text, out var number) ? Scaled(number, (DecimalType)type) : Invalid;

    static ConvertedLiteral Integer(object literal, BigInteger least, BigInteger greatest, Func<BigInteger, object> convert)
    {
        if (Exact(literal) is not { } exact) return Invalid;
        var floor = Floor(exact, 0).Unscaled;
        if (floor >= greatest && (floor > greatest || exact.WithScale(0) is null)) return new ConvertedLiteral.AboveRange();
        if (floor < least) return new ConvertedLiteral.BelowRange();
        return exact.WithScale(0) is null ? new ConvertedLiteral.Between(convert(floor)) : new ConvertedLiteral.Value(convert(floor));
    }

    static IcebergDecimal Floor(IcebergDecimal number, int scale)
    {
        if (number.WithScale(scale) is { } exact) return exact;
        var quotient = BigInteger.DivRem(number.Unscaled, BigInteger.Pow(10, number.Scale - scale), out var remainder);
        return new(remainder.Sign < 0 ? quotient - 1 : quotient, scale);
    }

    static ConvertedLiteral Single(double number)
    {
        if (double.IsNaN(number) || double.IsInfinity(number)) return new ConvertedLiteral.Value((float)number);
        if (number > float.MaxValue) return new ConvertedLiteral.AboveRange();
        return number < -float.MaxValue ? new ConvertedLiteral.BelowRange() : new ConvertedLiteral.Value((float)number);
    }

    static ConvertedLiteral Scaled(IcebergDecimal number, DecimalType type) => number.WithScale(type.Scale) is { } scaled
        ? new ConvertedLiteral.Value(scaled)
        : new ConvertedLiteral.Between(Floor(number, type.Scale));

    static double? Floating(object literal) => literal switch
    {
        int number => number,
        long number => number,
        float number => number,
        double number => number,
        IcebergDecimal number => double.Parse(number.ToString(), CultureInfo.InvariantCulture),
        _ => null,
    };

    static IcebergDecimal? Exact(object literal) => literal switch
    {
        int number => new(number, 0),
        long number => new(number, 0),
        BigInteger number => new(number, 0),
        IcebergDecimal number => number,
        double number when double.IsFinite(number) => IcebergDecimal.Parse(number.ToString("R", CultureInfo.InvariantCulture)),
        float number when float.IsFinite(number) => IcebergDecimal.Parse(number.ToString("R", CultureInfo.InvariantCulture)),
        _ => null,
    };
}
