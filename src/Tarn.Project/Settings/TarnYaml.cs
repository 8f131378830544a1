using Tarn.Project.Yaml;

namespace Tarn.Project.Settings;

/// <summary>Everything that <c>tarn.yaml</c> can say; what it leaves out has the default that the reference documentation names.</summary>
public sealed record TarnYaml(
    StorageOptions Storage,
    CatalogOptions Catalog,
    SqlOptions Sql,
    TableOptions Tables,
    ServerOptions Server,
    UiOptions Ui,
    JobOptions Jobs,
    LoggingOptions Logging)
{
    public const string FileName = "tarn.yaml";

    /// <summary>What an empty file means.</summary>
    public static TarnYaml Default { get; } = YamlDocument.Parse(FileName, "").Bind(Read, new YamlContext("/", _ => null));

    /// <exception cref="ProjectException">With every problem of the file.</exception>
    public static TarnYaml Load(string path, YamlContext context) => YamlDocument.Load(path, FileName).Bind(Read, context);

    internal static TarnYaml Read(YamlFields fields) => new(
        fields.Section("storage", StorageOptions.Read),
        fields.Section("catalog", CatalogOptions.Read),
        fields.Section("sql", SqlOptions.Read),
        fields.Section("tables", TableOptions.Read),
        fields.Section("server", ServerOptions.Read),
        fields.Section("ui", UiOptions.Read),
        fields.Section("jobs", JobOptions.Read),
        fields.Section("logging", LoggingOptions.Read));
}
