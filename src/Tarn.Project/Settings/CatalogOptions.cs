using Tarn.Project.Yaml;

namespace Tarn.Project.Settings;

/// <param name="Store">The SQLite file of the catalog, jobs and users: a path relative to the project folder, or absolute.</param>
/// <param name="Rest">A catalog on another server that holds the tables instead; null for our own.</param>
public sealed record CatalogOptions(string Store, ForeignCatalogOptions? Rest)
{
    internal static CatalogOptions Read(YamlFields fields) => new(
        fields.String("store", ".tarn/state.db"), fields.OptionalSection("rest", ForeignCatalogOptions.Read));
}
