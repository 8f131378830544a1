namespace Tarn.Ingest.Runs;

/// <summary>How a stream's run ended.</summary>
/// <param name="Stream">Its name, with the connection's: <c>shop.orders</c>.</param>
/// <param name="Table">The target.</param>
/// <param name="State">Whether there was anything to do.</param>
/// <param name="Files">Source files read.</param>
/// <param name="Rows">Rows that reached the table.</param>
/// <param name="Quarantined">Rows that did not, kept with their reasons in the quarantine's table.</param>
/// <param name="SnapshotId">The snapshot that holds the rows; null where none was made.</param>
public sealed record StreamOutcome(string Stream, string Table, StreamState State, int Files, long Rows, long Quarantined, long? SnapshotId);

/// <summary>What a stream's run came to.</summary>
public enum StreamState
{
    /// <summary>Rows were committed.</summary>
    Loaded,

    /// <summary>No file is new or changed.</summary>
    UpToDate,
}
