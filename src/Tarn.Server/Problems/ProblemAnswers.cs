using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tarn.Server.RestCatalog;

namespace Tarn.Server.Problems;

/// <summary>Turns what handlers throw into <c>application/problem+json</c>.</summary>
sealed class ProblemAnswers(RequestDelegate next, ILogger<ProblemAnswers> log)
{
    public const string ContentType = "application/problem+json";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (Unsaid(context.Response) is { } said)
                await (RestErrors.Owns(context.Request) ? RestErrors.WriteAsync(context, RestErrors.Of(said), null) : WriteAsync(context, said));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer; the status is for the log.
            if (!context.Response.HasStarted) context.Response.StatusCode = ProblemTraits.Of(ProblemKind.Cancelled).Status;
        }
        catch (Exception error)
        {
            var problem = ProblemMapper.Of(error);
            if (problem.Kind == ProblemKind.Internal && error is not RestException { Error.Code: < 500 }) ProblemLog.Defect(log, context.Request.Method, context.Request.Path, error);
            if (context.Response.HasStarted)
            {
                // Half an answer must not look like a whole one.
                ProblemLog.AnswerCut(log, context.Request.Method, context.Request.Path, error);
                context.Abort();
                return;
            }
            // Iceberg's clients tell failures apart by their own names.
            if (RestErrors.Owns(context.Request)) await RestErrors.WriteAsync(context, RestErrors.Of(error), problem.RetryAfterSeconds);
            else await WriteAsync(context, problem);
        }
    }

    /// <summary>Writes a problem as the answer.</summary>
    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        var body = problem.ToBody();
        // Clients of the query API look for Dremio's member.
        if (!context.Request.Path.StartsWithSegments("/api/ui", StringComparison.Ordinal)) body = body with { ErrorMessage = body.Detail };
        context.Response.Clear();
        Pages.PageHeaders.AddCommon(context.Response.Headers);
        context.Response.StatusCode = body.Status;
        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        if (problem.RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (body.Status == StatusCodes.Status401Unauthorized && !IsBrowser(context.Request)) context.Response.Headers.WWWAuthenticate = "Bearer";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body, ServerJson.Default.ProblemBody), context.RequestAborted);
    }

    /// <summary>The framework answers some malformed requests with a bare status; they get words too.</summary>
    static Problem? Unsaid(HttpResponse response) => response is { HasStarted: false, ContentType: null, StatusCode: >= 400 and not 499 }
        ? ProblemMapper.Of(new BadHttpRequestException($"The request could not be read ({response.StatusCode}).", response.StatusCode))
        : null;

    static bool IsBrowser(HttpRequest request) => request.Path.StartsWithSegments("/api/ui", StringComparison.Ordinal);
}
