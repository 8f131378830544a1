using Tarn.Iceberg.Manifests;

namespace Tarn.Engine.Tests.Scans.Foreign;

/// <summary>A file of a <see cref="ForeignTable"/>, and what is in it.</summary>
/// <param name="File">The file.</param>
/// <param name="Sequence">Its data sequence number.</param>
/// <param name="FileSequence">That of the snapshot that added it.</param>
/// <param name="SnapshotId">The snapshot that added it.</param>
sealed record ForeignEntry(DataFile File, long Sequence, long FileSequence, long SnapshotId)
{
    /// <summary>The rows of a data file; of an equality delete file the rows that give its keys.</summary>
    public ForeignRow[] Rows { get; init; } = [];

    /// <summary>The positions of a position delete file or deletion vector, as often as they stand in it.</summary>
    public (string Path, long Position)[] Positions { get; init; } = [];
}
