namespace Tarn.Ingest.Runs;

/// <summary>What loads write into the summaries of their snapshots.</summary>
public static class LoadSummary
{
    /// <summary>The stream that loaded it, connection.stream.</summary>
    public const string Stream = "tarn.source.stream";

    /// <summary>How many files of the source it read.</summary>
    public const string Files = "tarn.source.files";

    /// <summary>How many rows it put aside.</summary>
    public const string Quarantined = "tarn.quarantined-rows";

    /// <summary>There where it took the stream back to its beginning.</summary>
    public const string Reset = "tarn.source.reset";
}
