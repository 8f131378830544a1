using System.Xml;
using Tarn.Operate.Idempotency;
using Tarn.Server.Access;

namespace Tarn.Server.RestCatalog;

/// <summary>The Iceberg REST catalog at <c>/iceberg/v1</c>: every operation of the specification, each with its permission.</summary>
/// <remarks>The operations are data: what is mapped is what <c>GET /v1/config</c> tells clients.</remarks>
static class RestCatalogEndpoints
{
    public static void MapRestCatalog(this IEndpointRouteBuilder routes, IReadOnlyList<RestRoute> operations, RestHost host, IdempotentCalls idempotent, TokenEndpoint token)
    {
        foreach (var operation in operations)
            routes.MapMethods(operation.Pattern, [operation.Method], context => ServeAsync(context, operation, host, idempotent)).Require(operation.Permission).WithDisplayName(operation.Endpoint);
        var config = ConfigOf(operations);
        routes.MapGet("/iceberg/v1/config", config.WriteAsync).RequireSignIn();
        routes.MapPost("/iceberg/v1/oauth/tokens", token.AnswerAsync).AllowOpen();
    }

    static async Task ServeAsync(HttpContext context, RestRoute route, RestHost host, IdempotentCalls idempotent)
    {
        var call = await RestCall.ReadAsync(context);
        Tarn.Security.Roles.Authorization.Demand(host.Authorizer, call.Principal, route.Permission, call.SecuredTarget);
        var answer = route.IsChange ? await idempotent.RunAsync(call, route.Handle) : await route.Handle(call);
        await answer.WriteAsync(context);
    }

    /// <summary>The project has one warehouse: whatever name a client gives it, it is this one.</summary>
    static RestAnswer ConfigOf(IReadOnlyList<RestRoute> operations) => RestAnswer.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("defaults");
        writer.WriteEndObject();
        writer.WriteStartObject("overrides");
        // The protocol's own separator, in the URL-encoded form that the specification asks for.
        writer.WriteString("namespace-separator", "%1F");
        writer.WriteEndObject();
        writer.WriteStartArray("endpoints");
        foreach (var operation in operations.Where(operation => operation.IsOffered)) writer.WriteStringValue(operation.Endpoint);
        writer.WriteEndArray();
        writer.WriteString("idempotency-key-lifetime", XmlConvert.ToString(IdempotentAnswer.Lifetime));
        writer.WriteEndObject();
    });
}
