namespace Tarn.Server.Catalog;

/// <summary><c>GET /catalog/{ns}/{table}/files</c>: what a snapshot consists of, read from its manifests.</summary>
sealed record FilesAnswer(long Files, long Rows, long Bytes)
{
    public string? Snapshot { get; init; }

    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Delete files and deletion vectors, each counted once.</summary>
    public long DeleteFiles { get; init; }

    /// <summary>Rows that position deletes take out; equality deletes cannot be counted without reading.</summary>
    public long DeletedRows { get; init; }

    /// <summary>Every <c>deletedRows</c> here is about right only: position delete files of format version 2 may name a row twice, and those of several data files are counted for none. Absent where it is exact.</summary>
    public bool? DeletedRowsApproximate { get; init; }

    public long EqualityDeleteFiles { get; init; }

    /// <summary>What a writer aims at: <c>write.target-file-size-bytes</c>.</summary>
    public long TargetBytes { get; init; }

    /// <summary>Files that share their partition with others and are smaller than three quarters of the target: what a rewrite would join.</summary>
    public long SmallFiles { get; init; }

    public IReadOnlyList<SizeClass> Sizes { get; init; } = [];

    /// <summary>The greatest by bytes.</summary>
    public IReadOnlyList<PartitionAnswer> Partitions { get; init; } = [];

    public int PartitionCount { get; init; }

    /// <summary>The greatest by bytes.</summary>
    public IReadOnlyList<FileAnswer> Largest { get; init; } = [];
}

/// <summary>Files from a size up to the next class's.</summary>
sealed record SizeClass(long From, long Files, long Bytes);

/// <summary>A partition; <c>name</c> is its folder, empty for a table without partitions.</summary>
sealed record PartitionAnswer(string Name, long Files, long Rows, long Bytes, long DeletedRows);

sealed record FileAnswer(string Path, string Partition, string Format, long Rows, long Bytes, long DeletedRows);
