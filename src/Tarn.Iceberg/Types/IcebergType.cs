namespace Tarn.Iceberg.Types;

/// <summary>A type of the table format: primitive, semi-structured (<see cref="VariantType"/>) or nested. Immutable, compared by value.</summary>
/// <remarks>Spec: "Schemas and Data Types". The text form of <see cref="object.ToString"/> is the one that metadata holds.</remarks>
public abstract record IcebergType
{
    private protected IcebergType(TypeKind kind) => Kind = kind;

    public static PrimitiveType Boolean { get; } = new(TypeKind.Boolean, "boolean");
    public static PrimitiveType Int { get; } = new(TypeKind.Int, "int");
    public static PrimitiveType Long { get; } = new(TypeKind.Long, "long");
    public static PrimitiveType Float { get; } = new(TypeKind.Float, "float");
    public static PrimitiveType Double { get; } = new(TypeKind.Double, "double");
    public static PrimitiveType Date { get; } = new(TypeKind.Date, "date");
    public static PrimitiveType Time { get; } = new(TypeKind.Time, "time");
    public static PrimitiveType Timestamp { get; } = new(TypeKind.Timestamp, "timestamp");
    public static PrimitiveType Timestamptz { get; } = new(TypeKind.Timestamptz, "timestamptz");
    public static PrimitiveType TimestampNs { get; } = new(TypeKind.TimestampNs, "timestamp_ns");
    public static PrimitiveType TimestamptzNs { get; } = new(TypeKind.TimestamptzNs, "timestamptz_ns");
    public static PrimitiveType String { get; } = new(TypeKind.String, "string");
    public static PrimitiveType Uuid { get; } = new(TypeKind.Uuid, "uuid");
    public static PrimitiveType Binary { get; } = new(TypeKind.Binary, "binary");
    public static PrimitiveType Unknown { get; } = new(TypeKind.Unknown, "unknown");
    public static VariantType Variant { get; } = new();

    public TypeKind Kind { get; }

    public bool IsPrimitive => this is PrimitiveType;

    public bool IsNested => this is StructType or ListType or MapType;

    /// <summary>The fields of a struct, the element of a list, key and value of a map; empty for the others.</summary>
    public virtual IReadOnlyList<NestedField> Children => [];

    /// <summary>The first format version that allows this type itself (children not counted): 3 or 1.</summary>
    public int MinimumFormatVersion => Kind is TypeKind.TimestampNs or TypeKind.TimestamptzNs or TypeKind.Unknown
        or TypeKind.Variant or TypeKind.Geometry or TypeKind.Geography ? 3 : 1;

    public static DecimalType Decimal(int precision, int scale) => new(precision, scale);

    public static FixedType Fixed(int length) => new(length);

    /// <summary>Reads the text form of a primitive type or variant: <c>decimal(9, 2)</c>, <c>fixed[16]</c>, <c>geometry(srid:3857)</c>.</summary>
    /// <exception cref="IcebergException">The text names no type.</exception>
    public static IcebergType Parse(string text) => TypeText.Parse(text);
}
