using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Server.Access;

namespace Tarn.Server.RestCatalog;

/// <summary>A request of the REST catalog: who, which object, what.</summary>
/// <remarks>
/// Names are taken from the request line itself: the server's own decoding keeps <c>%2F</c> and would let a name that holds it pass for another, and it knows
/// nothing of the plus sign, which the reference client writes for a blank.
/// </remarks>
sealed class RestCall
{
    readonly HttpContext _context;
    readonly Dictionary<string, string> _path;

    RestCall(HttpContext context, Dictionary<string, string> path, ReadOnlyMemory<byte> body)
    {
        (_context, _path, Body) = (context, path, body);
        Principal = context.Features.Get<Caller>()!.Principal;
    }

    public Principal Principal { get; }

    public ReadOnlyMemory<byte> Body { get; }

    public string Method => _context.Request.Method;

    /// <summary>Path and query as they were sent.</summary>
    public string Target => RawTarget(_context);

    public CancellationToken Token => _context.RequestAborted;

    public Namespace Namespace => RestNames.Parse(_path["namespace"]);

    public TableIdentifier Table => new(Namespace, _path["table"]);

    public TableIdentifier View => new(Namespace, _path["view"]);

    /// <summary>What the path names, for the authorizer.</summary>
    public SecuredObject SecuredTarget => _path switch
    {
        _ when _path.TryGetValue("table", out var table) => SecuredTable(new TableIdentifier(Namespace, table)),
        _ when _path.TryGetValue("view", out var view) => SecuredTable(new TableIdentifier(Namespace, view)),
        _ when _path.ContainsKey("namespace") => new SecuredObject.Namespace(Namespace.Levels),
        _ => SecuredObject.Everything,
    };

    public static SecuredObject SecuredTable(TableIdentifier identifier) => new SecuredObject.Table(identifier.Namespace.Levels, identifier.Name);

    public static async Task<RestCall> ReadAsync(HttpContext context)
    {
        var body = new MemoryStream();
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)) await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return new RestCall(context, PathOf(context), body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    public string Part(string name) => _path[name];

    /// <summary>Null where it was not sent.</summary>
    public string? Query(string name) => _context.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>Null where it was not sent.</summary>
    public string? Header(string name) => _context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>Reads the body.</summary>
    /// <exception cref="RestException">It is no JSON of that shape: the caller's mistake, never a damaged file.</exception>
    public T Read<T>(Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : throw RestException.BadRequest("The body is no JSON object");
        }
        catch (JsonException e)
        {
            throw RestException.BadRequest($"The body is no JSON: {e.Message}");
        }
        catch (IcebergException e)
        {
            throw RestException.BadRequest(e.Message);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            // The JSON reader's own refusals: a number where a text has to be, or one that is too large.
            throw RestException.BadRequest($"The body is not as the specification has it: {e.Message}");
        }
    }

    static Dictionary<string, string> PathOf(HttpContext context)
    {
        var pattern = ((RouteEndpoint)context.GetEndpoint()!).RoutePattern.RawText!.Split('/');
        var sent = RawTarget(context).Split('?')[0].Split('/');
        if (sent.Length != pattern.Length) throw RestException.BadRequest($"The path {context.Request.Path} has empty parts");
        var path = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < pattern.Length; i++)
            if (pattern[i].StartsWith('{')) path[pattern[i][1..^1]] = Uri.UnescapeDataString(sent[i].Replace('+', ' '));
        return path;
    }

    /// <summary>A proxy may send a whole URI as the target (RFC 9112, "absolute-form").</summary>
    static string RawTarget(HttpContext context)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (raw.StartsWith('/')) return raw;
        var path = raw.IndexOf('/', raw.IndexOf("//", StringComparison.Ordinal) + 2);
        return path < 0 ? "/" : raw[path..];
    }
}
