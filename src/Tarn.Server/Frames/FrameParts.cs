namespace Tarn.Server.Frames;

/// <summary>A column of the answer, in order; names may repeat.</summary>
sealed record FrameColumn(string Name, string Type);

/// <summary>What a table of the statement resolved to.</summary>
sealed record FrameTable(string Table, string? Snapshot, DateTimeOffset? AsOf, string? Operation = null);

/// <summary>Durations in milliseconds.</summary>
/// <param name="Queue">Waiting for admission.</param>
/// <param name="Plan">From the text to the executor's start.</param>
/// <param name="Exec">From there to the last batch.</param>
/// <param name="First">From the request to the first batch.</param>
/// <param name="Total">From the request to the end.</param>
sealed record FrameTimes(double Queue, double Plan, double Exec, double? First, double? Total);

sealed record FrameFiles(long Read, long Total);

/// <summary>Rows that a statement put in, changed and took out.</summary>
sealed record FrameChanges(long Inserted, long Updated, long Deleted);

sealed record FrameBytes(long Scanned, long? Total);
