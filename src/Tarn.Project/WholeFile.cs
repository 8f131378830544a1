namespace Tarn.Project;

/// <summary>Writes files whole: who reads, also while several processes write, finds the content of one of them and never a part.</summary>
public static class WholeFile
{
    /// <summary>Writes beside the file and renames. Where it fails, the file is as it was and nothing is left beside it.</summary>
    /// <remarks>Not synced to the disk: for what can be made again.</remarks>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(unfinished, content);
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
