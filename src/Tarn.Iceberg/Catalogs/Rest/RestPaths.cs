namespace Tarn.Iceberg.Catalogs.Rest;

/// <summary>The paths of one server: with its prefix, and namespaces joined as it wants them.</summary>
/// <param name="Prefix">Null or empty for none.</param>
/// <param name="Separator">Between the levels of a namespace, already encoded.</param>
sealed record RestPaths(string? Prefix, string Separator)
{
    public string Root => string.IsNullOrEmpty(Prefix) ? "v1/" : $"v1/{Prefix.Trim('/')}/";

    public string Namespaces => Root + "namespaces";

    public string Of(Namespace name) => $"{Namespaces}/{InQuery(name)}";

    public string Table(TableIdentifier identifier) => $"{Of(identifier.Namespace)}/tables/{Uri.EscapeDataString(identifier.Name)}";

    public string View(TableIdentifier identifier) => $"{Of(identifier.Namespace)}/views/{Uri.EscapeDataString(identifier.Name)}";

    public string InQuery(Namespace name) => string.Join(Separator, name.Levels.Select(Uri.EscapeDataString));
}
