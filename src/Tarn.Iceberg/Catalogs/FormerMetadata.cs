using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Catalogs;

/// <summary>Metadata files that a commit pushed out of the table's log, which <c>write.metadata.delete-after-commit.enabled</c> lets go. Source: Iceberg's documentation, "Maintenance", "Remove old metadata files".</summary>
public static class FormerMetadata
{
    /// <summary>Those that the log named before and does not name after; none where the property is not set. Only what is in the table's own folders: a log names whatever its writer put there.</summary>
    public static IReadOnlyList<string> Dropped(TableMetadata before, TableMetadata after)
    {
        if (!string.Equals(after.Property(TableProperties.DeleteMetadataAfterCommit), "true", StringComparison.OrdinalIgnoreCase)) return [];
        var folders = new TableFolders(after);
        return [.. before.MetadataLog.Select(entry => entry.MetadataFile).Except(after.MetadataLog.Select(entry => entry.MetadataFile), StringComparer.Ordinal).Where(folders.Hold)];
    }

    /// <summary>Deletes files that nothing names any more. The commit has happened: what cannot be deleted stays as an orphan.</summary>
    public static async Task DeleteAsync(IObjectStore store, IEnumerable<string> locations)
    {
        foreach (var location in locations)
            try
            {
                await store.DeleteAsync(location, CancellationToken.None).ConfigureAwait(false);
            }
            catch (IcebergException)
            {
                // An orphan costs space, not truth.
            }
    }
}
