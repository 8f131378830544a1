using System.Text.Json;
using Tarn.Engine.Scans.Files;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans;

/// <summary>The table property <c>schema.name-mapping.default</c>: names that stand for field ids in files without ids. Spec: "Name Mapping Serialization".</summary>
sealed class FieldMapping
{
    public const string Property = "schema.name-mapping.default";

    readonly Dictionary<int, string[]> _namesById = [];

    public static FieldMapping? Parse(string? json)
    {
        if (string.IsNullOrEmpty(json)) return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            var mapping = new FieldMapping();
            mapping.Add(document.RootElement);
            return mapping;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new EngineException(EngineErrorKind.Corrupt, $"The table property {Property} is no name mapping: {error.Message}");
        }
    }

    /// <summary>What stands for ids in a file: nothing where it has its own, else the table's names; without them the names of the columns in Avro and ORC files, and in Parquet files their places, counted from 1.</summary>
    /// <remarks>Both are the reference's ways (Iceberg Java, <c>ProjectionDatumReader</c>, <c>OrcIterable</c> and <c>ParquetSchemaUtil.addFallbackIds</c>), and by the places it has counted the values in manifests; fields of structs have none.</remarks>
    public static FieldMapping? Of(PhysicalField root, FieldMapping? names, DataFile file, Schema schema)
    {
        if (root.HasIds || names is not null) return root.HasIds ? null : names;
        var found = new FieldMapping();
        if (ReadableFiles.IsConverted(file))
            foreach (var field in schema.AllFields) found._namesById[field.Id] = [field.Name];
        else
            for (var i = 0; i < root.Children.Length; i++) found._namesById[i + 1] = [root.Children[i].Name];
        return found;
    }

    /// <summary>The field of <paramref name="parent"/> that stands for the id: by id where the file has ids, else by the mapping's names.</summary>
    public static PhysicalField? Find(PhysicalField parent, NestedField field, FieldMapping? mapping)
    {
        if (mapping is null) return parent.ById(field.Id);
        foreach (var name in mapping._namesById.GetValueOrDefault(field.Id, []))
            if (parent.ByName(name) is { } found) return found;
        return null;
    }

    void Add(JsonElement fields)
    {
        foreach (var field in fields.EnumerateArray())
        {
            if (field.TryGetProperty("field-id", out var id))
                _namesById[id.GetInt32()] = [.. field.GetProperty("names").EnumerateArray().Select(n => n.GetString()!)];
            if (field.TryGetProperty("fields", out var children)) Add(children);
        }
    }
}
