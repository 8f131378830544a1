using System.Collections.Immutable;
using Tarn.Project.Yaml;

namespace Tarn.Project.Settings;

/// <param name="Warehouse">Where tables are written: a path relative to the project folder, or absolute.</param>
/// <param name="AllowedLocations">Further folders that tables may be in.</param>
public sealed record StorageOptions(string Warehouse, ImmutableArray<string> AllowedLocations)
{
    internal static StorageOptions Read(YamlFields fields)
    {
        var warehouse = fields.String("warehouse", "warehouse");
        var allowed = fields.List("allowedLocations", LocalPath);
        if (IsRemote(warehouse)) fields.Problem("warehouse", $"storage.warehouse \"{warehouse}\" is not a local folder; this version stores tables on local disks only");
        if (warehouse.Length == 0) fields.Problem("warehouse", "storage.warehouse is empty");
        return new StorageOptions(warehouse, allowed);
    }

    static string LocalPath(YamlValue value)
    {
        var path = value.String();
        if (IsRemote(path)) value.Problem($"{value.Path} \"{path}\" is not a local folder; this version stores tables on local disks only");
        return path;
    }

    static bool IsRemote(string location) => location.Contains("://", StringComparison.Ordinal) && !location.StartsWith("file://", StringComparison.Ordinal);
}
