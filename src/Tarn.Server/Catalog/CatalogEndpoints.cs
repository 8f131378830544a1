using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Tarn.Iceberg.Catalogs;
using Tarn.Security.Roles;
using Tarn.Server.Access;
using Tarn.Server.Problems;

namespace Tarn.Server.Catalog;

/// <summary>The catalog as the UI shows it: tree, table page, search.</summary>
static class CatalogEndpoints
{
    /// <summary>Between the levels of a namespace in a path, as in Iceberg's REST catalog.</summary>
    const char LevelSeparator = '\u001f';
    const int MostFound = 100;

    /// <summary>Searching tolerates names this old, showing does not.</summary>
    static readonly TimeSpan SearchAge = TimeSpan.FromSeconds(5);

    public static void MapCatalog(this IEndpointRouteBuilder routes, CatalogWatch watch, CatalogPages pages)
    {
        var search = new CatalogSearch(pages);
        var group = routes.MapGroup("/api/ui/v1").Require(Permission.BrowseCatalog).WithTags("catalog");
        group.MapGet("/catalog", (Caller caller, CancellationToken cancellationToken) => TreeAsync(watch, pages, caller, cancellationToken));
        group.MapGet("/catalog/{ns}/{table}", (string ns, string table, Caller caller, CancellationToken cancellationToken) =>
            DetailAsync(watch, pages, caller, ns, table, cancellationToken));
        group.MapGet("/find", (string? q, int? limit, Caller caller, CancellationToken cancellationToken) =>
            FindAsync(watch, search, caller, q, limit, cancellationToken));
    }

    static async Task<Ok<CatalogAnswer>> TreeAsync(CatalogWatch watch, CatalogPages pages, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(pages.Tree(await watch.ReadAsync(TimeSpan.Zero, cancellationToken), caller.Principal));

    static async Task<Ok<TableAnswer>> DetailAsync(
        CatalogWatch watch, CatalogPages pages, Caller caller, string ns, string table, CancellationToken cancellationToken)
    {
        var identifier = new TableIdentifier(new Namespace([.. ns.Split(LevelSeparator)]), table);
        var known = await watch.FindAsync(identifier, cancellationToken);
        var answer = known is null ? null : pages.Detail(known, caller.Principal);
        return TypedResults.Ok(answer ?? throw new ServerException(new Problem(ProblemKind.NotFound, $"There is no table or view {identifier}.")
        {
            Cause = new ProblemCause(identifier.ToString()),
        }));
    }

    static async Task<Ok<FindAnswer>> FindAsync(
        CatalogWatch watch, CatalogSearch search, Caller caller, string? q, int? limit, CancellationToken cancellationToken) =>
        TypedResults.Ok(search.Find(await watch.ReadAsync(SearchAge, cancellationToken), caller.Principal, q ?? "", Math.Clamp(limit ?? 12, 1, MostFound)));
}
