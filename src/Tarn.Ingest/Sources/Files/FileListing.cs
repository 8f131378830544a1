using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Tarn.Ingest.Sources.Files;

/// <summary>Finds the files of a stream.</summary>
static class FileListing
{
    /// <summary>A listing longer than this is a wrong glob or a job for partitions.</summary>
    public const int MaxFiles = 1_000_000;

    /// <summary>All matching files by name; hidden files and those still being written (<c>.tmp</c>, <c>.part</c>, <c>~</c>) are passed over.</summary>
    /// <exception cref="IngestException">The folder is not there or cannot be read.</exception>
    public static ImmutableArray<SourceFile> List(string root, string glob, CancellationToken cancellationToken)
    {
        var pattern = new Glob(glob);
        var start = Path.Combine(root, pattern.FixedFolder);
        if (!Directory.Exists(start))
            throw new IngestException(IngestErrorKind.SourceUnavailable, $"The folder {start} does not exist; the table was left as it is. Check \"path\" and \"files\" of the connection.");
        try
        {
            var files = ImmutableArray.CreateBuilder<SourceFile>();
            foreach (var file in Walk(root, start, pattern))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (files.Count == MaxFiles)
                    throw new IngestException(IngestErrorKind.SourceUnavailable, $"{start} holds more than {MaxFiles} files that match \"{glob}\"; narrow the glob.");
                files.Add(file);
            }

            files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            return files.ToImmutable();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IngestException(IngestErrorKind.SourceUnavailable, $"A folder below {start} cannot be read ({e.Message}); the table was left as it is. Grant read access to it.", e);
        }
    }

    static FileSystemEnumerable<SourceFile> Walk(string root, string start, Glob pattern)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = pattern.CrossesFolders, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden };
        return new FileSystemEnumerable<SourceFile>(
            start,
            (ref FileSystemEntry entry) => new SourceFile(Relative(root, ref entry), entry.ToFullPath(), entry.Length, entry.LastWriteTimeUtc),
            options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && !IsUnfinished(entry.FileName) && pattern.Matches(Relative(root, ref entry)),
        };
    }

    static string Relative(string root, ref FileSystemEntry entry) => Path.GetRelativePath(root, entry.ToFullPath()).Replace('\\', '/');

    static bool IsUnfinished(ReadOnlySpan<char> name) =>
        name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".part", StringComparison.OrdinalIgnoreCase) || name.EndsWith("~");
}
