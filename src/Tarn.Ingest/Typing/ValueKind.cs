namespace Tarn.Ingest.Typing;

/// <summary>What a scalar of a text source can be read as without loss, from nothing to anything.</summary>
enum ValueKind
{
    /// <summary>No value seen yet.</summary>
    None,
    Boolean,

    /// <summary>64-bit integer.</summary>
    Long,
    Double,

    /// <summary>Only ever declared: a scale cannot be guessed so that it stays.</summary>
    Decimal,
    Date,

    /// <summary>Without a zone.</summary>
    Timestamp,

    /// <summary>An instant.</summary>
    TimestampTz,
    Text,
}
