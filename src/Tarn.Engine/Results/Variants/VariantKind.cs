namespace Tarn.Engine.Results.Variants;

/// <summary>What a value inside a VARIANT is, by the executor's numbers but for the last.</summary>
public enum VariantKind
{
    Null = 0,
    True = 1,
    False = 2,
    Int8 = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Int128 = 7,
    UInt8 = 8,
    UInt16 = 9,
    UInt32 = 10,
    UInt64 = 11,
    UInt128 = 12,
    Float = 13,
    Double = 14,
    Decimal = 15,
    Varchar = 16,
    Blob = 17,
    Uuid = 18,
    Date = 19,
    TimeMicros = 20,
    TimeNanos = 21,
    TimestampSeconds = 22,
    TimestampMillis = 23,
    TimestampMicros = 24,
    TimestampNanos = 25,
    TimeMicrosTz = 26,
    TimestampMicrosTz = 27,
    Interval = 28,
    Object = 29,
    Array = 30,
    BigNum = 31,
    BitString = 32,
    Geometry = 33,

    /// <summary>
    /// An instant in nanoseconds, for which the executor has no number: to it the value is a <see cref="TimestampNanos"/> in UTC, as columns of instants in nanoseconds are. That it is more is told by a
    /// child of the row that belongs to no object or array. Whatever copies the row keeps it; what makes another variant of it keeps the timestamp.
    /// </summary>
    TimestampNanosTz = 255,
}
