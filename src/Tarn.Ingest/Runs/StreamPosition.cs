using System.Collections.Immutable;
using System.Text;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Storage;
using Tarn.Ingest.Sources.Files;

namespace Tarn.Ingest.Runs;

/// <summary>Keeps a stream's position in the summary of the snapshot that loaded it: there is no second store that could disagree with the table.</summary>
static class StreamPosition
{
    /// <summary>The position itself, as JSON.</summary>
    public const string Key = "tarn.source.position";

    /// <summary>Where the position stands when it is too long for a summary, which every reader of the metadata parses.</summary>
    public const string FileKey = "tarn.source.position-file";

    const int MaxInlineBytes = 32 * 1024;

    /// <summary>The newest position on the table's main branch: a snapshot of somebody else's carries none.</summary>
    public static async Task<FilePosition> ReadAsync(Table? table, string stream, CancellationToken cancellationToken)
    {
        for (var snapshot = table?.CurrentSnapshot; snapshot is not null; snapshot = snapshot.ParentSnapshotId is { } parent ? table!.Metadata.SnapshotById(parent) : null)
        {
            if (snapshot.Summary.GetValueOrDefault(LoadSummary.Stream) != stream) continue; // Another stream's position says nothing about this one's files.
            if (snapshot.Summary.TryGetValue(Key, out var json)) return FilePosition.Parse(json);
            if (snapshot.Summary.TryGetValue(FileKey, out var location))
                return FilePosition.Parse(Encoding.UTF8.GetString((await table!.Store.ReadAsync(location, cancellationToken).ConfigureAwait(false)).Span));
        }

        return FilePosition.Empty;
    }

    /// <summary>Of two runs that read the same position one commits; the other would load the same files again.</summary>
    /// <param name="table">As it was when the position was read.</param>
    /// <param name="stream">The stream's name.</param>
    public static SummaryGuard Guard(Table? table, string stream) => new(LoadSummary.Stream, stream, table?.CurrentSnapshot?.SnapshotId);

    /// <summary>The summary's entries for a position; a long one is written as a file beside the table's metadata first.</summary>
    public static async Task<ImmutableSortedDictionary<string, string>> WriteAsync(Table table, string stream, FilePosition position, CancellationToken cancellationToken)
    {
        var entries = ImmutableSortedDictionary<string, string>.Empty.Add(LoadSummary.Stream, stream);
        var json = position.ToJson();
        if (json.Length <= MaxInlineBytes) return entries.Add(Key, json);
        var location = $"{table.Location}/metadata/position-{Guid.CreateVersion7():N}.json";
        await table.Store.WriteAsync(location, Encoding.UTF8.GetBytes(json), WriteMode.CreateNew, cancellationToken).ConfigureAwait(false);
        return entries.Add(FileKey, location);
    }
}
