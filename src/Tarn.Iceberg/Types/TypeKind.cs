namespace Tarn.Iceberg.Types;

/// <summary>The types of the specification ("Schemas and Data Types"), v1 to v3.</summary>
public enum TypeKind
{
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Decimal,
    Date,
    Time,
    Timestamp,
    Timestamptz,
    TimestampNs,
    TimestamptzNs,
    String,
    Uuid,
    Fixed,
    Binary,
    Unknown,
    Geometry,
    Geography,
    Variant,
    Struct,
    List,
    Map,
}
