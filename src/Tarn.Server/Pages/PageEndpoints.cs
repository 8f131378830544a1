using Tarn.Server.Access;
using Tarn.Server.Problems;

namespace Tarn.Server.Pages;

/// <summary>The UI's files: hashed assets for ever, everything else fresh, and the start page for each path that the browser's router owns.</summary>
static class PageEndpoints
{
    const string AssetFolder = "assets/";
    static readonly string[] OwnedPrefixes = ["/api", "/apiv2", "/healthz", "/readyz", "/metrics", "/assets", "/iceberg"];

    public static void MapPages(this IEndpointRouteBuilder routes, WebFiles files)
    {
        routes.MapGet("/assets/{**path}", Results<FileStreamHttpResult, PhysicalFileHttpResult> (HttpContext context, string path) =>
            Send(context, files, AssetFolder + path)).AllowOpen().ExcludeFromDescription();
        routes.MapFallback("/{**path}", IResult (HttpContext context, string? path) => Page(context, files, path ?? ""))
            .AllowOpen().ExcludeFromDescription();
    }

    static PhysicalFileHttpResult Send(HttpContext context, WebFiles files, string path)
    {
        var file = files.Find(path) ?? throw new ServerException(ProblemKind.NotFound, $"There is no file {path} in this build of the UI.");
        var headers = context.Response.Headers;
        headers.CacheControl = path.StartsWith(AssetFolder, StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        var encoding = ContentEncoding.Choose(context.Request, file.Encodings);
        if (file.Encodings.Count > 0) headers.Vary = "Accept-Encoding";
        if (encoding is not null) headers.ContentEncoding = encoding;
        return TypedResults.PhysicalFile(file.PathIn(encoding), file.ContentType, lastModified: file.Modified);
    }

    static IResult Page(HttpContext context, WebFiles files, string path)
    {
        var request = context.Request;
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        // Routing passes over endpoints that take JSON when something else is sent, and ends here.
        if (!isRead && !RestCatalog.RestErrors.Owns(request) && request.ContentType is { } sent && !request.HasJsonContentType())
            throw new ServerException(ProblemKind.InvalidRequest, $"There is no {request.Method} {request.Path} that takes {sent}; the API takes application/json.");
        if (!isRead || OwnedPrefixes.Any(prefix => request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase)))
            throw new ServerException(ProblemKind.NotFound, $"There is no {request.Method} {request.Path} here.");
        if (path is not ("" or "index.html") && files.Find(path) is not null) return Send(context, files, path);
        if (!AcceptsHtml(request)) throw new ServerException(ProblemKind.NotFound, $"There is no {request.Path} here.");

        var nonce = PageHeaders.NewNonce();
        var index = files.Index(nonce) ?? throw new ServerException(
            ProblemKind.Unavailable, "The UI's files are not installed beside the program; the API works. Build them with `npm ci && npm run build` in web/.");
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = PageHeaders.ContentSecurityPolicy(nonce);
        return TypedResults.Bytes(index, "text/html; charset=utf-8");
    }

    static bool AcceptsHtml(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) || type.MatchesAllTypes);
}
