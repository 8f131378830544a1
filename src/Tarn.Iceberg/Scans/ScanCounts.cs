namespace Tarn.Iceberg.Scans;

/// <summary>What planning looked at and what it left out, for EXPLAIN.</summary>
public sealed record ScanCounts
{
    public int DataManifestsScanned { get; init; }

    public int DataManifestsSkipped { get; init; }

    public int DeleteManifestsScanned { get; init; }

    public int DeleteManifestsSkipped { get; init; }

    /// <summary>Live data files of the snapshot, those of skipped manifests included.</summary>
    public long FilesConsidered { get; init; }

    public long FilesRead { get; init; }

    public long FilesPruned => FilesConsidered - FilesRead;

    /// <summary>Delete files and deletion vectors that apply to a file that is read.</summary>
    public long DeleteFilesRead { get; init; }

    /// <summary>Bytes of the data files to read.</summary>
    public long Bytes { get; init; }

    /// <summary>Rows of the data files to read, before deletes.</summary>
    public long Rows { get; init; }
}
