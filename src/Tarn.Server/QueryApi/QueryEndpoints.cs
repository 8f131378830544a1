using Tarn.Security.Roles;
using Tarn.Server.Access;
using Tarn.Server.Problems;

namespace Tarn.Server.QueryApi;

/// <summary>Dremio's REST API for statements, as its clients use it.</summary>
static class QueryEndpoints
{
    public static void MapQueryApi(this IEndpointRouteBuilder routes, QueryJobs jobs)
    {
        var group = routes.MapGroup("/api/v3").WithTags("query");
        group.MapPost("/sql", (SqlCall call, Caller caller, CancellationToken cancellationToken) => SubmitAsync(jobs, call, caller, cancellationToken))
            .Require(Permission.ReadRows);
        group.MapGet("/job/{id}", async Task<Ok<QueryJobAnswer>> (string id, Caller caller, CancellationToken cancellationToken) =>
            TypedResults.Ok(await jobs.ShowAsync(id, caller.Principal, cancellationToken))).Require(Permission.UseJobs);
        group.MapGet("/job/{id}/results", (string id, long? offset, int? limit, Caller caller, CancellationToken cancellationToken) =>
            ReadAsync(jobs, id, offset ?? 0, limit ?? ResultPage.DefaultRows, caller, cancellationToken)).Require(Permission.UseJobs);
        group.MapPost("/job/{id}/cancel", (string id, Caller caller, CancellationToken cancellationToken) => CancelAsync(jobs, id, caller, cancellationToken))
            .Require(Permission.UseJobs);
    }

    static async Task<Ok<SqlAnswer>> SubmitAsync(QueryJobs jobs, SqlCall call, Caller caller, CancellationToken cancellationToken)
    {
        if (call.References is { Count: > 0 })
            throw new ServerException(ProblemKind.Unsupported, "references (branches of a source) are not known here; name a branch or tag in the statement: AT BRANCH, VERSION AS OF.");
        var context = call.Context is { Count: > 0 } levels ? string.Join('.', levels) : null;
        var id = await jobs.SubmitAsync(caller.Principal, call.Sql ?? "", context, cancellationToken);
        return TypedResults.Ok(new SqlAnswer(id.ToString()));
    }

    static async Task<ResultPage> ReadAsync(QueryJobs jobs, string id, long offset, int limit, Caller caller, CancellationToken cancellationToken)
    {
        if (offset < 0) throw new ServerException(ProblemKind.InvalidRequest, $"offset is {offset}; rows count from 0.");
        if (limit is < 1 or > ResultPage.MaxRows) throw new ServerException(ProblemKind.InvalidRequest, $"limit is {limit}; a page has 1 to {ResultPage.MaxRows} rows.");
        return new ResultPage(await jobs.ResultAsync(id, caller.Principal, cancellationToken), offset, limit);
    }

    static async Task<NoContent> CancelAsync(QueryJobs jobs, string id, Caller caller, CancellationToken cancellationToken)
    {
        await jobs.CancelAsync(id, caller.Principal, cancellationToken);
        return TypedResults.NoContent();
    }
}
