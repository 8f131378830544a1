using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Iceberg.Storage;
using Tarn.Project;
using Tarn.Project.Settings;
using Tarn.Storage.Catalogs;
using Tarn.Storage.State;

namespace Tarn.Cli.Composition;

/// <summary>The catalog of a project: its own in the state store, or one on another server (<c>catalog.rest</c>).</summary>
static class CatalogComposition
{
    const string Name = "tarn";

    public static async Task<ICatalog> OfAsync(ProjectFolder folder, StateDatabase state, IObjectStore store, TimeProvider time, CancellationToken cancellationToken) =>
        folder.Options.Catalog.Rest is { } foreign
            ? await RestCatalog.ConnectAsync(
                Name, new RestCatalogOptions(foreign.Uri) { Warehouse = foreign.Warehouse, Credential = CredentialOf(foreign) }, store, time, cancellationToken).ConfigureAwait(false)
            : new SqliteCatalog(Name, state, store, Location.OfLocalPath(folder.WarehouseFolder).ToString(), time);

    static RestCredential CredentialOf(ForeignCatalogOptions options) => options switch
    {
        { Token: { } token } => RestCredential.Token(token.Expose()),
        { ClientId: { } id, ClientSecret: { } secret } => RestCredential.Client(id, secret.Expose(), options.Scope, options.TokenUri),
        _ => RestCredential.None,
    };
}
