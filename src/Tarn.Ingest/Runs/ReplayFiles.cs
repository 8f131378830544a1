using System.Collections.Immutable;
using Tarn.Ingest.Connections;
using Tarn.Ingest.Sources.Files;

namespace Tarn.Ingest.Runs;

/// <summary>Which files a replay reads: those that rows wait from, though they are the same as before. What was mended is a rule of the stream, a declared type, or the table.</summary>
static class ReplayFiles
{
    /// <param name="name">The stream's name, with the connection's.</param>
    /// <param name="stream">How it reads and writes.</param>
    /// <param name="position">What the table holds.</param>
    /// <param name="listing">What the source has.</param>
    /// <param name="waiting">Files with the number of their rows in quarantine.</param>
    /// <exception cref="IngestException">A replay would add rows twice, or the files are gone; nothing was read.</exception>
    public static FileChanges Of(string name, StreamOptions stream, FilePosition position, ImmutableArray<SourceFile> listing, ImmutableSortedDictionary<string, long> waiting)
    {
        if (waiting.IsEmpty) return new FileChanges([], []);
        if (stream.Sync == SyncMode.FullRefresh)
            return stream.Write != WriteMode.Append ? new FileChanges(listing, []) : throw new IngestException(
                IngestErrorKind.InvalidRequest, $"{name} adds all of its files with every sync: a replay would add rows twice. Nothing was done. Its next sync reads the rows in quarantine again by itself.");
        var read = listing.Where(f => waiting.ContainsKey(f.Name)).ToLookup(f => position.Versions.ContainsKey(f.Name));
        if (read.Count == 0)
            throw new IngestException(
                IngestErrorKind.SourceUnavailable, $"The source of {name} has no more the files that {waiting.Values.Sum()} rows in quarantine come from ({string.Join(", ", waiting.Keys.Take(3))}{(waiting.Count > 3 ? ", …" : "")}). "
                + "The rows stay. Put the files back and replay again, or take the rows out of the quarantine's table with DELETE.");
        return new FileChanges([.. read[false]], [.. read[true]]);
    }
}
