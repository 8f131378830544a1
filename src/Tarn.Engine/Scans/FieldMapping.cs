using System.Text.Json;
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

    /// <summary>What stands for ids in files of this root: nothing where they have their own, else the table's names, else the places of the columns, counted from 1.</summary>
    /// <remarks>The places are the reference's way (Iceberg Java, <c>ParquetSchemaUtil.addFallbackIds</c>), by which it has counted the values in manifests too; fields of structs have none.</remarks>
    public static FieldMapping? Of(PhysicalField root, FieldMapping? names)
    {
        if (root.HasIds || names is not null) return root.HasIds ? null : names;
        var places = new FieldMapping();
        for (var i = 0; i < root.Children.Length; i++) places._namesById[i + 1] = [root.Children[i].Name];
        return places;
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
