namespace Tarn.Iceberg.Manifests.Avro;

/// <summary>The types of an Avro schema (Avro 1.12 specification, "Schema Declaration").</summary>
public enum AvroKind
{
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    Record,
    Enum,
    Array,
    Map,
    Fixed,
    Union,
}
