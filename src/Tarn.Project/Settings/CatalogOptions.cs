using Tarn.Project.Yaml;

namespace Tarn.Project.Settings;

/// <param name="Store">The SQLite file of the catalog, jobs and users: a path relative to the project folder, or absolute.</param>
public sealed record CatalogOptions(string Store)
{
    internal static CatalogOptions Read(YamlFields fields) => new(fields.String("store", ".tarn/state.db"));
}
