using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Ingest.Connections;
using Tarn.Ingest.Quarantine;
using Tarn.Ingest.Sources.Files;

namespace Tarn.Ingest.Runs;

/// <summary>Where a stream stands: what its table holds, and what its source has that the table does not.</summary>
/// <param name="Target">The table that it writes.</param>
/// <param name="Exists">Whether that table is there.</param>
public sealed record StreamStatus(TableIdentifier Target, bool Exists)
{
    /// <summary>The newest snapshot that this stream made.</summary>
    public Snapshot? LastLoad { get; init; }

    /// <summary>Where the rows are that wait because they did not fit; the table may not be there.</summary>
    public required TableIdentifier Quarantine { get; init; }

    /// <summary>Source files that the table does not hold.</summary>
    public int NewFiles { get; init; }

    /// <summary>Source files that the table holds in an earlier version.</summary>
    public int ChangedFiles { get; init; }

    /// <summary>The size of both.</summary>
    public long WaitingBytes { get; init; }

    /// <summary>All files that the source has now, and their size: what a load from the beginning reads.</summary>
    public int SourceFiles { get; init; }

    /// <inheritdoc cref="SourceFiles"/>
    public long SourceBytes { get; init; }

    /// <summary>Why the source cannot be listed, in its own words; null where it can.</summary>
    public string? SourceError { get; init; }

    /// <summary>Looks at the table and lists the source; loads nothing.</summary>
    public static async Task<StreamStatus> LookAsync(ICatalog catalog, Connection connection, StreamOptions stream, CancellationToken cancellationToken)
    {
        var target = TargetOf(stream);
        var table = await catalog.TableExistsAsync(target, cancellationToken).ConfigureAwait(false) ? await catalog.LoadTableAsync(target, cancellationToken).ConfigureAwait(false) : null;
        var name = $"{connection.Name}.{stream.Name}";
        var last = table is null ? null : LastLoadOf(table.Metadata, name);
        var status = new StreamStatus(target, table is not null)
        {
            LastLoad = last,
            Quarantine = QuarantineTable.Of(target),
        };
        try
        {
            var listing = FileListing.List(connection.Path, stream.Files, cancellationToken);
            var changes = (await StreamPosition.ReadAsync(table, name, cancellationToken).ConfigureAwait(false)).ChangesIn(listing);
            return status with
            {
                NewFiles = changes.New.Length,
                ChangedFiles = changes.Changed.Length,
                WaitingBytes = changes.New.Sum(f => f.Size) + changes.Changed.Sum(f => f.Size),
                SourceFiles = listing.Length,
                SourceBytes = listing.Sum(f => f.Size),
            };
        }
        catch (Exception error) when (error is IngestException or IOException or UnauthorizedAccessException)
        {
            return status with { SourceError = error.Message };
        }
    }

    /// <summary>The table in which a stream's rows wait that did not fit; it may not be there.</summary>
    public static TableIdentifier QuarantineOf(StreamOptions stream) => QuarantineTable.Of(TargetOf(stream));

    /// <summary>The table that a stream fills.</summary>
    internal static TableIdentifier TargetOf(StreamOptions stream)
    {
        var parts = stream.Table.Split('.');
        return new TableIdentifier(new Namespace([.. parts[..^1]]), parts[^1]);
    }

    /// <summary>The newest snapshot on the main branch that a stream made.</summary>
    public static Snapshot? LastLoadOf(TableMetadata metadata, string stream) =>
        metadata.CurrentSnapshotId is { } current ? metadata.AncestorsOf(current).FirstOrDefault(s => s.Summary.GetValueOrDefault(LoadSummary.Stream) == stream) : null;
}
