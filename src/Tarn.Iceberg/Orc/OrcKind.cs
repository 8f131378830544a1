namespace Tarn.Iceberg.Orc;

/// <summary>The kinds of ORC types, by their numbers in the footer. ORC specification v1, "Type Information".</summary>
public enum OrcKind
{
    Boolean,
    Byte,
    Short,
    Int,
    Long,
    Float,
    Double,
    String,
    Binary,
    Timestamp,
    List,
    Map,
    Struct,
    Union,
    Decimal,
    Date,
    Varchar,
    Char,
    TimestampInstant,
}
