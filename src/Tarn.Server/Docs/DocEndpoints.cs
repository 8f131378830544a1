using Tarn.Security.Roles;
using Tarn.Server.Access;

namespace Tarn.Server.Docs;

/// <summary>Shows the documentation to whoever is signed in and sees the catalog.</summary>
static class DocEndpoints
{
    public static void MapDocs(this IEndpointRouteBuilder routes, DocShelf shelf)
    {
        var group = routes.MapGroup("/api/ui/v1/docs").Require(Permission.BrowseCatalog).WithTags("docs");
        group.MapGet("/", () => List(shelf));
        group.MapGet("/{name}", (string name) => Read(shelf, name));
    }

    static Ok<DocsAnswer> List(DocShelf shelf) => TypedResults.Ok(shelf.List());

    static Ok<DocAnswer> Read(DocShelf shelf, string name) => TypedResults.Ok(shelf.Read(name));
}
