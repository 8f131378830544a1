using Tarn.Security.Roles;
using Tarn.Server.Access;

namespace Tarn.Server.Drafts;

/// <summary>One's own drafts of the SQL page.</summary>
static class DraftEndpoints
{
    public static void MapDrafts(this IEndpointRouteBuilder routes, DraftDesk desk)
    {
        var group = routes.MapGroup("/api/ui/v1/drafts").Require(Permission.ReadRows).WithTags("sql");
        group.MapGet("/", (Caller caller, CancellationToken cancellationToken) => ListAsync(desk, caller, cancellationToken));
        group.MapPut("/{id}", (string id, DraftCall call, Caller caller, CancellationToken cancellationToken) => KeepAsync(desk, caller, id, call, cancellationToken));
        group.MapDelete("/{id}", (string id, Caller caller, CancellationToken cancellationToken) => RemoveAsync(desk, caller, id, cancellationToken));
    }

    static async Task<Ok<DraftsAnswer>> ListAsync(DraftDesk desk, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.ListAsync(caller.Principal, cancellationToken));

    static async Task<NoContent> KeepAsync(DraftDesk desk, Caller caller, string id, DraftCall call, CancellationToken cancellationToken)
    {
        await desk.KeepAsync(id, call, caller.Principal, cancellationToken);
        return TypedResults.NoContent();
    }

    static async Task<NoContent> RemoveAsync(DraftDesk desk, Caller caller, string id, CancellationToken cancellationToken)
    {
        await desk.RemoveAsync(id, caller.Principal, cancellationToken);
        return TypedResults.NoContent();
    }
}
