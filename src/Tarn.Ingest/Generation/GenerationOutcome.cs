namespace Tarn.Ingest.Generation;

/// <summary>What was made.</summary>
/// <param name="Rows">Rows written.</param>
/// <param name="Bytes">Bytes of the files written.</param>
/// <param name="SnapshotId">The table's snapshot; null where files were written.</param>
public sealed record GenerationOutcome(long Rows, long Bytes, long? SnapshotId);
