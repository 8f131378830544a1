using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Security.Roles;

namespace Tarn.Server.RestCatalog;

/// <summary>Namespaces and their properties. Nothing here reads a file: Spark asks for a namespace before nearly each statement.</summary>
sealed class NamespaceRoutes(RestHost host)
{
    const string All = "/v1/{prefix}/namespaces";
    const string One = All + "/{namespace}";

    public IEnumerable<RestRoute> Routes =>
    [
        new("GET", All, Permission.BrowseCatalog, ListAsync),
        new("POST", All, Permission.ManageTables, CreateAsync) { IsChange = true },
        new("GET", One, Permission.BrowseCatalog, LoadAsync),
        new("HEAD", One, Permission.BrowseCatalog, ExistsAsync),
        new("DELETE", One, Permission.ManageTables, DropAsync) { IsChange = true },
        new("POST", One + "/properties", Permission.ManageTables, UpdateAsync) { IsChange = true },
        new("GET", One + "/functions", Permission.BrowseCatalog, ListFunctionsAsync),
        new("GET", One + "/functions/{function}", Permission.BrowseCatalog, LoadFunctionAsync),
    ];

    async Task<RestAnswer> ListAsync(RestCall call)
    {
        var names = await host.Catalog.ListNamespacesAsync(RestNames.Parse(call.Query("parent") ?? ""), call.Token);
        var (page, next) = Page.Of(call, names.Where(name => host.Sees(call, new SecuredObject.Namespace(name.Levels))), name => name.Name);
        return RestAnswer.Json(writer => NamespaceMessages.WriteList(writer, page, next));
    }

    async Task<RestAnswer> CreateAsync(RestCall call)
    {
        var (name, properties) = call.Read(NamespaceMessages.ReadCreation);
        host.Authorizer.Demand(call.Principal, Permission.ManageTables, new SecuredObject.Namespace(name.Levels));
        await host.Catalog.CreateNamespaceAsync(name, properties, call.Token);
        return RestAnswer.Json(writer => NamespaceMessages.Write(writer, name, properties));
    }

    async Task<RestAnswer> LoadAsync(RestCall call)
    {
        var properties = await host.Catalog.LoadNamespaceAsync(call.Namespace, call.Token) ?? throw Missing(call.Namespace);
        return RestAnswer.Json(writer => NamespaceMessages.Write(writer, call.Namespace, properties));
    }

    async Task<RestAnswer> ExistsAsync(RestCall call) =>
        await host.Catalog.LoadNamespaceAsync(call.Namespace, call.Token) is null ? throw Missing(call.Namespace) : RestAnswer.Nothing;

    async Task<RestAnswer> DropAsync(RestCall call) =>
        await host.Catalog.DropNamespaceAsync(call.Namespace, call.Token) ? RestAnswer.Nothing : throw Missing(call.Namespace);

    async Task<RestAnswer> UpdateAsync(RestCall call)
    {
        var (updates, removals) = call.Read(NamespaceMessages.ReadUpdate);
        if (removals.FirstOrDefault(updates.ContainsKey) is { } both) throw RestException.Unprocessable($"The property {both} is to be both set and removed; nothing was changed");
        var before = await host.Catalog.LoadNamespaceAsync(call.Namespace, call.Token) ?? throw Missing(call.Namespace);
        await host.Catalog.UpdateNamespaceAsync(call.Namespace, updates, removals, call.Token);
        return RestAnswer.Json(writer => NamespaceMessages.WriteUpdated(
            writer, updates.Keys, removals.Where(before.ContainsKey), removals.Where(key => !before.ContainsKey(key))));
    }

    /// <summary>The catalog holds no functions: the list is whole when it is empty.</summary>
    async Task<RestAnswer> ListFunctionsAsync(RestCall call)
    {
        _ = await ExistsAsync(call);
        return RestAnswer.Json(writer => NamespaceMessages.WriteList(writer, Array.Empty<TableIdentifier>(), null));
    }

    async Task<RestAnswer> LoadFunctionAsync(RestCall call)
    {
        _ = await ExistsAsync(call);
        throw RestException.NotFound("NoSuchFunctionException", $"Function does not exist: {call.Namespace}.{call.Part("function")}");
    }

    static IcebergException Missing(Namespace name) => new(IcebergErrorKind.NoSuchNamespace, $"Namespace does not exist: {name}");
}
