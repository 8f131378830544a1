namespace Tarn.Iceberg.Types;

/// <summary><c>decimal(P, S)</c>: fixed-point, precision 38 or less.</summary>
public sealed record DecimalType : PrimitiveType
{
    public const int MaxPrecision = 38;

    public DecimalType(int precision, int scale) : base(TypeKind.Decimal, $"decimal({precision}, {scale})")
    {
        if (precision > MaxPrecision)
            throw IcebergException.Invalid($"Decimals with precision larger than 38 are not supported: {precision}");
        if (precision < 1 || scale < 0 || scale > precision)
            throw IcebergException.Invalid($"decimal({precision}, {scale}) is no type: precision is 1 to 38 and scale 0 to the precision");
        Precision = precision;
        Scale = scale;
    }

    public int Precision { get; }

    public int Scale { get; }
}

/// <summary><c>fixed[L]</c>: L bytes.</summary>
public sealed record FixedType : PrimitiveType
{
    public FixedType(int length) : base(TypeKind.Fixed, $"fixed[{length}]")
    {
        if (length < 0) throw IcebergException.Invalid($"fixed[{length}] is no type: the length must not be negative");
        Length = length;
    }

    public int Length { get; }
}

/// <summary><c>geometry(C)</c>: planar edges, coordinate reference system C.</summary>
public sealed record GeometryType : PrimitiveType
{
    public const string DefaultCrs = "OGC:CRS84";

    public GeometryType(string? crs = null) : base(TypeKind.Geometry, $"geometry({Name(crs)})") => Crs = Name(crs);

    public string Crs { get; }

    static string Name(string? crs) => string.IsNullOrEmpty(crs) ? DefaultCrs : crs;
}

/// <summary><c>geography(C, A)</c>: edges on the globe, interpolated by algorithm A.</summary>
public sealed record GeographyType : PrimitiveType
{
    public GeographyType(string? crs = null, EdgeAlgorithm? algorithm = null)
        : base(TypeKind.Geography, $"geography({Name(crs)}, {Word(algorithm ?? EdgeAlgorithm.Spherical)})")
    {
        Crs = Name(crs);
        Algorithm = algorithm ?? EdgeAlgorithm.Spherical;
        Written = (crs, algorithm) switch
        {
            (null or "", null) => "geography",
            (_, null) => $"geography({crs})",
            _ => ToString(),
        };
    }

    public string Crs { get; }

    public EdgeAlgorithm Algorithm { get; }

    /// <summary>For metadata: what its writer left out stays out, because older readers take a default that is spelled out for another type.</summary>
    internal string Written { get; }

    public bool Equals(GeographyType? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    static string Name(string? crs) => string.IsNullOrEmpty(crs) ? GeometryType.DefaultCrs : crs;

    static string Word(EdgeAlgorithm algorithm) => algorithm.ToString().ToLowerInvariant();
}

/// <summary>How edges of a <see cref="GeographyType"/> are interpolated. Spec: "Edge-Interpolation Algorithm".</summary>
public enum EdgeAlgorithm
{
    Spherical,
    Vincenty,
    Thomas,
    Andoyer,
    Karney,
}

/// <summary>Semi-structured values in Parquet's variant encoding (v3).</summary>
public sealed record VariantType : IcebergType
{
    internal VariantType() : base(TypeKind.Variant)
    {
    }

    public override string ToString() => "variant";
}
