namespace Tarn.Ingest;

/// <summary>Why a sync could not go on.</summary>
public enum IngestErrorKind
{
    /// <summary>What was asked for is not in <c>sources/</c>.</summary>
    UnknownConnection,

    /// <summary>The source is not there, or cannot be read by this user.</summary>
    SourceUnavailable,

    /// <summary>A source's file is damaged as a whole: truncated, not of its format.</summary>
    DamagedFile,

    /// <summary>More rows went to quarantine than the stream allows.</summary>
    TooManyBadRows,

    /// <summary>The source's columns no longer fit the table's.</summary>
    SchemaMismatch,

    /// <summary>What was asked for does not go together; nothing was tried.</summary>
    InvalidRequest,
}
