using Tarn.Security.Roles;
using Tarn.Server.Access;
using Tarn.Server.Catalog;
using Tarn.Server.Completion;
using Tarn.Server.Frames;
using Tarn.Server.Problems;

namespace Tarn.Server.SqlPage;

/// <summary>What the SQL page asks for.</summary>
static class SqlEndpoints
{
    /// <summary>Completion tolerates names this old.</summary>
    static readonly TimeSpan CompletionAge = TimeSpan.FromSeconds(5);

    public static void MapSql(this IEndpointRouteBuilder routes, RunEndpoint run, ExportEndpoint export, CheckEndpoint check, CatalogWatch catalog, Completer completer)
    {
        var group = routes.MapGroup("/api/ui/v1/sql").WithTags("sql");
        group.MapPost("/run", (HttpContext context, RunCall call, Caller caller) => run.RunAsync(context, call, caller))
            .Require(Permission.ReadRows).Produces(StatusCodes.Status200OK, contentType: FrameWriter.ContentType);
        group.MapPost("/export", (HttpContext context, ExportCall call, Caller caller) => export.RunAsync(context, call, caller))
            .Require(Permission.ReadRows).Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
        group.MapPost("/check", (CheckCall call, Caller caller, CancellationToken cancellationToken) => CheckAsync(check, call, caller, cancellationToken))
            .Require(Permission.ReadRows);
        group.MapPost("/complete", (CompleteCall call, Caller caller, CancellationToken cancellationToken) => CompleteAsync(catalog, completer, call, caller, cancellationToken))
            .Require(Permission.BrowseCatalog);
    }

    static async Task<Ok<TextCheckAnswer>> CheckAsync(CheckEndpoint check, CheckCall call, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await check.CheckAsync(call, caller.Principal, cancellationToken));

    static async Task<Ok<CompletionAnswer>> CompleteAsync(
        CatalogWatch catalog, Completer completer, CompleteCall call, Caller caller, CancellationToken cancellationToken)
    {
        var text = call.Text ?? "";
        if (call.Cursor < 0 || call.Cursor > text.Length)
            throw new ServerException(ProblemKind.InvalidRequest, $"The cursor {call.Cursor} is not in the text of {text.Length} characters.");
        return TypedResults.Ok(completer.Complete(await catalog.ReadAsync(CompletionAge, cancellationToken), caller.Principal, text, call.Cursor));
    }
}
