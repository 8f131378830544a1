namespace Tarn.Engine.Scans.Variants;

/// <summary>The primitive types of variants in files (VariantEncoding.md, "Encoding types").</summary>
enum VariantPrimitive
{
    Null = 0,
    True = 1,
    False = 2,
    Int8 = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Double = 7,
    Decimal4 = 8,
    Decimal8 = 9,
    Decimal16 = 10,
    Date = 11,
    InstantMicros = 12,
    TimestampMicros = 13,
    Float = 14,
    Binary = 15,
    Text = 16,
    Time = 17,
    InstantNanos = 18,
    TimestampNanos = 19,
    Uuid = 20,
}
