using System.Diagnostics;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Iceberg.Views;
using Tarn.Security.Roles;

namespace Tarn.Server.RestCatalog;

/// <summary>Views.</summary>
sealed class ViewRoutes(RestHost host)
{
    const string Inside = "/v1/{prefix}/namespaces/{namespace}";
    const string All = Inside + "/views";
    const string One = All + "/{view}";

    public IEnumerable<RestRoute> Routes =>
    [
        new("GET", All, Permission.BrowseCatalog, ListAsync),
        new("POST", All, Permission.ManageTables, CreateAsync) { IsChange = true },
        new("GET", One, Permission.BrowseCatalog, LoadAsync),
        new("HEAD", One, Permission.BrowseCatalog, ExistsAsync),
        new("POST", One, Permission.ManageTables, ReplaceAsync) { IsChange = true },
        new("DELETE", One, Permission.ManageTables, DropAsync) { IsChange = true },
        new("POST", "/v1/{prefix}/views/rename", Permission.ManageTables, RenameAsync) { IsChange = true },
        new("POST", Inside + "/register-view", Permission.RegisterTables, RegisterAsync) { IsChange = true },
    ];

    async Task<RestAnswer> ListAsync(RestCall call)
    {
        var views = await host.Catalog.ListViewsAsync(call.Namespace, call.Token);
        var (page, next) = Page.Of(call, views.Where(view => host.Sees(call, RestCall.SecuredTable(view))), view => view.Name);
        return RestAnswer.Json(writer => NamespaceMessages.WriteList(writer, page, next));
    }

    async Task<RestAnswer> CreateAsync(RestCall call)
    {
        var creation = call.Read(json => ViewMessages.ReadCreation(json, call.Namespace));
        host.Demand(call, Permission.ManageTables, creation.Identifier);
        return TableAnswers.OfView(await host.Catalog.CreateViewAsync(creation, call.Token));
    }

    async Task<RestAnswer> LoadAsync(RestCall call) => TableAnswers.OfView(await host.Catalog.LoadViewAsync(call.View, call.Token));

    async Task<RestAnswer> ExistsAsync(RestCall call) =>
        await host.Catalog.ViewExistsAsync(call.View, call.Token) ? RestAnswer.Nothing : throw Missing(call.View);

    async Task<RestAnswer> ReplaceAsync(RestCall call)
    {
        var commit = call.Read(json => ViewMessages.ReadCommit(json, call.View));
        return await host.Catalog.CommitViewAsync(commit, call.Token) switch
        {
            ViewCommitOutcome.Committed committed => TableAnswers.OfView(new View(call.View, committed.Metadata, committed.MetadataLocation)),
            ViewCommitOutcome.Conflict conflict => throw RestException.Conflict(conflict.Reason),
            ViewCommitOutcome.Unknown unknown => throw RestException.StateUnknown(unknown.Cause),
            _ => throw new UnreachableException(),
        };
    }

    async Task<RestAnswer> DropAsync(RestCall call) => await host.Catalog.DropViewAsync(call.View, call.Token) ? RestAnswer.Nothing : throw Missing(call.View);

    async Task<RestAnswer> RenameAsync(RestCall call)
    {
        var (from, to) = call.Read(TableMessages.ReadRename);
        host.Demand(call, Permission.ManageTables, from);
        host.Demand(call, Permission.ManageTables, to);
        await host.Catalog.RenameViewAsync(from, to, call.Token);
        return RestAnswer.Nothing;
    }

    async Task<RestAnswer> RegisterAsync(RestCall call)
    {
        var (name, location, _) = call.Read(TableMessages.ReadRegistration);
        var identifier = new TableIdentifier(call.Namespace, name);
        host.Demand(call, Permission.RegisterTables, identifier);
        try
        {
            return TableAnswers.OfView(await host.Catalog.RegisterViewAsync(identifier, location, call.Token));
        }
        catch (IcebergException e) when (e.Kind is IcebergErrorKind.CorruptFile or IcebergErrorKind.Unsupported)
        {
            throw RestException.BadRequest($"{e.Message}. Nothing was registered");
        }
    }

    static IcebergException Missing(TableIdentifier view) => new(IcebergErrorKind.NoSuchView, $"View does not exist: {view}");
}
