using System.Globalization;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Metadata;

/// <summary>Metadata files in a store: their names, reading, writing.</summary>
public static class MetadataFiles
{
    /// <summary>
    /// The name of the next metadata file, <c>metadata/00003-uuid.metadata.json</c>: unique, so that two writers never meet in one file.
    /// </summary>
    /// <param name="metadata">What will be written; its properties choose folder and compression.</param>
    /// <param name="previousLocation">The file before it, whose number counts up; null for the first.</param>
    public static string NextLocation(TableMetadata metadata, string? previousLocation)
    {
        var version = previousLocation is null ? 0 : VersionOf(previousLocation) + 1;
        return $"{FolderOf(metadata)}/{version.ToString("D5", CultureInfo.InvariantCulture)}-{Guid.NewGuid():D}{(IsGzip(metadata) ? ".gz" : "")}.metadata.json";
    }

    /// <summary>Where a table's metadata, manifests and statistics are.</summary>
    public static string FolderOf(TableMetadata metadata) => metadata.Property(TableProperties.MetadataPath)?.TrimEnd('/') ?? $"{metadata.Location.TrimEnd('/')}/metadata";

    /// <summary>The number that a metadata file's name begins with (<c>00003-…</c> or <c>v3.metadata.json</c>); -1 where there is none.</summary>
    public static int VersionOf(string location)
    {
        var name = location[(location.LastIndexOf('/') + 1)..];
        var digits = name.StartsWith('v') ? name[1..] : name;
        var end = digits.IndexOfAny(['-', '.']);
        return end > 0 && int.TryParse(digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
    }

    public static Task<TableMetadata> ReadAsync(IObjectStore store, string location, CancellationToken cancellationToken) => ReadAsync(store, location, null, cancellationToken);

    /// <param name="store">Where the file is.</param>
    /// <param name="location">The file.</param>
    /// <param name="before">An earlier state of the table, with which the result shares snapshots; null for none.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static async Task<TableMetadata> ReadAsync(IObjectStore store, string location, TableMetadata? before, CancellationToken cancellationToken) =>
        TableMetadata.FromJsonBytes(await store.ReadAsync(location, cancellationToken).ConfigureAwait(false), location, before);

    /// <summary>Writes a new metadata file; an existing one is never replaced.</summary>
    public static Task WriteAsync(IObjectStore store, string location, TableMetadata metadata, CancellationToken cancellationToken)
    {
        var json = metadata.ToJsonBytes();
        return store.WriteAsync(location, IsGzip(metadata) ? MetadataCompression.Gzip(json) : json, WriteMode.CreateNew, cancellationToken);
    }

    static bool IsGzip(TableMetadata metadata) =>
        string.Equals(metadata.Property(TableProperties.MetadataCompression), "gzip", StringComparison.OrdinalIgnoreCase);
}
