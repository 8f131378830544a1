using System.Globalization;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Security;
using Tarn.Server.Pages;
using Tarn.Server.Problems;

namespace Tarn.Server.RestCatalog;

/// <summary>Failures below <c>/iceberg</c> in the shape and with the names that Iceberg's clients know.</summary>
static class RestErrors
{
    /// <summary>Whether a request is one of the REST catalog's, so that its failures have to look like this.</summary>
    public static bool Owns(HttpRequest request) => request.Path.StartsWithSegments("/iceberg", StringComparison.OrdinalIgnoreCase);

    public static RestError Of(Exception error) => error switch
    {
        RestException rest => rest.Error,
        IcebergException iceberg => Of(iceberg),
        AccessException { Kind: SecurityErrorKind.Denied } denied => new RestError(403, "ForbiddenException", denied.Message),
        _ => Of(ProblemMapper.Of(error)),
    };

    public static RestError Of(Problem problem)
    {
        var status = ProblemTraits.Of(problem.Kind).Status;
        return new RestError(status, TypeOf(status), problem.Detail);
    }

    public static async Task WriteAsync(HttpContext context, RestError error, int? retryAfterSeconds)
    {
        context.Response.Clear();
        PageHeaders.AddCommon(context.Response.Headers);
        if (retryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (error.Code == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        await RestAnswer.Of(error).WriteAsync(context);
    }

    static RestError Of(IcebergException error)
    {
        var (code, type) = error.Kind switch
        {
            IcebergErrorKind.InvalidArgument or IcebergErrorKind.NoSuchSnapshot => (400, "IllegalArgumentException"),
            IcebergErrorKind.AccessDenied => (403, "ForbiddenException"),
            IcebergErrorKind.NoSuchNamespace => (404, "NoSuchNamespaceException"),
            IcebergErrorKind.NoSuchTable => (404, "NoSuchTableException"),
            IcebergErrorKind.NoSuchView => (404, "NoSuchViewException"),
            IcebergErrorKind.ObjectNotFound => (404, "NotFoundException"),
            IcebergErrorKind.Unsupported => (406, "UnsupportedOperationException"),
            IcebergErrorKind.AlreadyExists => (409, "AlreadyExistsException"),
            IcebergErrorKind.NamespaceNotEmpty => (409, "NamespaceNotEmptyException"),
            IcebergErrorKind.CommitConflict => (409, "CommitFailedException"),
            IcebergErrorKind.OutcomeUnknown => (500, "CommitStateUnknownException"),
            IcebergErrorKind.Unavailable => (503, "ServiceUnavailableException"),
            IcebergErrorKind.StorageFull => (507, "ServiceFailureException"),
            _ => (500, "ServiceFailureException"),
        };
        return new RestError(code, type, error.Message);
    }

    static string TypeOf(int status) => status switch
    {
        400 or 413 => "BadRequestException",
        401 => "NotAuthorizedException",
        403 => "ForbiddenException",
        404 => "NoSuchEndpointException",
        409 => "AlreadyExistsException",
        429 or 503 => "ServiceUnavailableException",
        _ => "ServiceFailureException",
    };
}
