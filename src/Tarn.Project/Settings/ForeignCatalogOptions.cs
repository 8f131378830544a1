using Tarn.Project.Secrets;
using Tarn.Project.Yaml;

namespace Tarn.Project.Settings;

/// <summary>An Iceberg REST catalog that is not ours.</summary>
/// <param name="Uri">What stands before <c>/v1</c>.</param>
/// <param name="Warehouse">Which of its warehouses; null where it has one.</param>
/// <param name="Token">A bearer token; null for none.</param>
/// <param name="ClientId">OAuth2 client credentials: the id; null for none.</param>
/// <param name="ClientSecret">Their secret.</param>
/// <param name="Scope">What is asked for with them.</param>
/// <param name="TokenUri">Where tokens are given out; null for the catalog itself.</param>
public sealed record ForeignCatalogOptions(Uri Uri, string? Warehouse, Secret? Token, string? ClientId, Secret? ClientSecret, string Scope, Uri? TokenUri)
{
    internal static ForeignCatalogOptions Read(YamlFields fields)
    {
        var options = new ForeignCatalogOptions(
            Address(fields, "uri", fields.String("uri")) ?? new Uri("http://localhost/"),
            fields.OptionalString("warehouse"),
            fields.OptionalSecret("token"),
            fields.OptionalString("clientId"),
            fields.OptionalSecret("clientSecret"),
            fields.String("scope", "catalog"),
            fields.OptionalString("tokenUri") is { } text ? Address(fields, "tokenUri", text) : null);
        if ((options.ClientId is null) != (options.ClientSecret is null)) fields.Problem("clientId", "catalog.rest.clientId and catalog.rest.clientSecret go together");
        if (options is { Token: not null, ClientId: not null }) fields.Problem("token", "catalog.rest has a token and client credentials; one of them is enough");
        return options;
    }

    static Uri? Address(YamlFields fields, string key, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https")) return uri;
        fields.Problem(key, $"catalog.rest.{key} \"{text}\" is no http or https address");
        return null;
    }
}
