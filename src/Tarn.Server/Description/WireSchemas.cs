using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Tarn.Server.Description;

/// <summary>Schemas as the converters write values, so that types made from the document are those of the wire: nothing is null, 64-bit integers may be text.</summary>
static class WireSchemas
{
    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(long)) (schema.Type, schema.Pattern) = (JsonSchemaType.Integer | JsonSchemaType.String, null);
        else if (type == typeof(int)) (schema.Type, schema.Pattern) = (JsonSchemaType.Integer, null);
        else if (type == typeof(double)) (schema.Type, schema.Pattern) = (JsonSchemaType.Number, null);
        else if (type == typeof(DateTimeOffset)) schema.Type = JsonSchemaType.String;
        else if (schema.Type is { } plain) schema.Type = plain & ~JsonSchemaType.Null;
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && schema.Properties is { Count: > 0 })
            schema.Required = context.JsonTypeInfo.Properties.Where(p => !MayBeAbsent(p)).Select(p => p.Name).Where(schema.Properties.ContainsKey).ToHashSet();
        return Task.CompletedTask;
    }

    /// <summary>An optional object is written as a choice with null; absent is what it is then.</summary>
    public static Task Unwrap(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var schema in document.Components?.Schemas?.Values.OfType<OpenApiSchema>() ?? [])
            foreach (var (name, property) in schema.Properties?.ToList() ?? [])
                if (property is OpenApiSchema { OneOf: { Count: 2 } choices } && choices.FirstOrDefault(c => c.Type != JsonSchemaType.Null) is { } other) schema.Properties![name] = other;
        return Task.CompletedTask;
    }

    static bool MayBeAbsent(JsonPropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) is not null || property.IsGetNullable;
}
