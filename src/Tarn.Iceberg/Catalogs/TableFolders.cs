using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Catalogs;

/// <summary>The folders in which a table's own files are. Metadata names whatever its writer put there, files of other tables included: what is elsewhere is never deleted.</summary>
sealed class TableFolders(TableMetadata metadata)
{
    readonly List<Location> _folders = [.. TableProperties.Paths.Select(metadata.Property).OfType<string>().Append(metadata.Location).Select(Location.Parse)];

    public bool Hold(string text) => Location.TryParse(text, out var location) && _folders.Any(location.IsWithin);
}
