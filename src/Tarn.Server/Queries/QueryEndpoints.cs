using Tarn.Security.Roles;
using Tarn.Server.Access;

namespace Tarn.Server.Queries;

/// <summary>Reads and writes saved queries.</summary>
static class QueryEndpoints
{
    public static void MapQueries(this IEndpointRouteBuilder routes, QueryFiles files, IAuthorizer authorizer)
    {
        var group = routes.MapGroup("/api/ui/v1/queries").WithTags("queries");
        group.MapGet("/", (Caller caller, CancellationToken cancellationToken) => ListAsync(files, authorizer, caller, cancellationToken)).Require(Permission.ReadRows);
        group.MapPut("/{name}", (string name, SaveCall call, CancellationToken cancellationToken) => SaveAsync(files, name, call, cancellationToken)).Require(Permission.WriteProject);
        group.MapDelete("/{name}", (string name, string? hash, CancellationToken cancellationToken) => DeleteAsync(files, name, hash, cancellationToken)).Require(Permission.WriteProject);
    }

    static async Task<Ok<QueriesAnswer>> ListAsync(QueryFiles files, IAuthorizer authorizer, Caller caller, CancellationToken cancellationToken) => TypedResults.Ok(new QueriesAnswer(
        await files.ListAsync(cancellationToken), authorizer.Decide(caller.Principal, Permission.WriteProject, SecuredObject.Everything) is Decision.Allowed));

    static async Task<Ok<QueryAnswer>> SaveAsync(QueryFiles files, string name, SaveCall call, CancellationToken cancellationToken) =>
        TypedResults.Ok(await files.SaveAsync(name, call, cancellationToken));

    static async Task<NoContent> DeleteAsync(QueryFiles files, string name, string? hash, CancellationToken cancellationToken)
    {
        await files.DeleteAsync(name, hash, cancellationToken);
        return TypedResults.NoContent();
    }
}
