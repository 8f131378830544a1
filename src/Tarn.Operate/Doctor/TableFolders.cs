using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;

namespace Tarn.Operate.Doctor;

/// <summary>The folders that tables have files in: the warehouse, and what lies outside of it.</summary>
sealed class TableFolders(string warehouse)
{
    readonly Location _warehouse = Location.Parse(warehouse);
    readonly List<Location> _others = [];

    /// <summary>To be listed; no file is in two of them.</summary>
    public IEnumerable<string> All => _others.Prepend(_warehouse).Select(folder => $"{folder.ToString().TrimEnd('/')}/");

    /// <summary>Adds the folders that the table's new files go to. Those of files that it has from elsewhere are not known to be its.</summary>
    public void Add(TableMetadata metadata)
    {
        foreach (var text in TableProperties.Paths.Select(metadata.Property).OfType<string>().Append(metadata.Location))
            if (Location.TryParse(text, out var folder) && !folder.IsWithin(_warehouse) && !_others.Any(folder.IsWithin))
            {
                _ = _others.RemoveAll(other => other.IsWithin(folder));
                _others.Add(folder);
            }
    }

    /// <summary>Whether only this catalog's tables have files there.</summary>
    public bool IsOwn(ObjectInfo file) => Location.Parse(file.Location).IsWithin(_warehouse);
}
