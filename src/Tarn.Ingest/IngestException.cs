namespace Tarn.Ingest;

/// <summary>A sync that stopped. The table is as it was before: a stream commits once, at its end.</summary>
public sealed class IngestException(IngestErrorKind kind, string message, Exception? cause = null) : Exception(message, cause)
{
    public IngestErrorKind Kind { get; } = kind;

    /// <summary>True where the same sync may succeed later unchanged.</summary>
    public bool IsTransient => Kind is IngestErrorKind.SourceUnavailable;
}
