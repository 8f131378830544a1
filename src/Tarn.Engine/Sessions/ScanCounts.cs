namespace Tarn.Engine.Sessions;

/// <summary>What the planning of a statement's scans came to, counted by Tarn itself over all its tables.</summary>
/// <param name="FilesConsidered">Data files live in the snapshots.</param>
/// <param name="FilesPruned">Of these, files that partition values or bounds excluded.</param>
/// <param name="FilesRead">Of these, files that the executor was given.</param>
/// <param name="BytesRead">Their size in bytes: what may be read at most, before column pruning.</param>
public readonly record struct ScanCounts(long FilesConsidered, long FilesPruned, long FilesRead, long BytesRead)
{
    public static ScanCounts operator +(ScanCounts a, ScanCounts b) => Add(a, b);

    public static ScanCounts Add(ScanCounts left, ScanCounts right) => new(
        left.FilesConsidered + right.FilesConsidered,
        left.FilesPruned + right.FilesPruned,
        left.FilesRead + right.FilesRead,
        left.BytesRead + right.BytesRead);
}
