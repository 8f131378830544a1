using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Tarn.Server.Access;
using Tarn.Server.Instance;

namespace Tarn.Server.Description;

/// <summary>The OpenAPI document of what this server answers, at <c>/api/openapi.json</c>. The REST catalog has Iceberg's own document.</summary>
static class ApiDescription
{
    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Tarn", Version = TarnVersion.Text };
            // Where it is served depends on who asks; clients know where they got it.
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(WireSchemas.Describe);
        options.AddDocumentTransformer(WireSchemas.Unwrap);
        options.AddOperationTransformer(DescribeAccess);
    });

    public static void MapApiDescription(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/api/openapi.json").RequireSignIn();

    /// <summary>Each operation says what it takes to call it.</summary>
    static Task DescribeAccess(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Description = context.Description.ActionDescriptor.EndpointMetadata.OfType<AccessRule>().LastOrDefault() switch
        {
            AccessRule.Open => "Open.",
            AccessRule.SignedIn => "For whoever is signed in.",
            AccessRule.Needs needs => $"Needs the permission {needs.Permission}.",
            _ => operation.Description,
        };
        return Task.CompletedTask;
    }
}
