using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Manifests.Columns;
using Tarn.Iceberg.Storage;
using Tarn.Security.Roles;

namespace Tarn.Server.RestCatalog;

/// <summary>What the operations work on.</summary>
sealed record RestHost(ICatalog Catalog, IObjectStore Store, IAuthorizer Authorizer, ManifestCache Manifests)
{
    public TableAnswers Answers { get; } = new(Catalog);

    /// <exception cref="Tarn.Security.AccessException">The caller may not.</exception>
    public void Demand(RestCall call, Permission permission, TableIdentifier table) =>
        Authorizer.Demand(call.Principal, permission, RestCall.SecuredTable(table));

    public bool Sees(RestCall call, SecuredObject target) => Authorizer.Decide(call.Principal, Permission.BrowseCatalog, target) is Decision.Allowed;
}
