using System.Collections.Immutable;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Schemas;

/// <summary>The columns of a table with their ids, under a schema id. Immutable. Spec: "Schemas and Data Types".</summary>
public sealed class Schema : IEquatable<Schema>
{
    readonly Lazy<SchemaIndex> _index;

    /// <exception cref="IcebergException">An id is used twice, two fields of a struct share a name, or an identifier field is not allowed.</exception>
    public Schema(int schemaId, StructType columns, params IEnumerable<int> identifierFieldIds)
    {
        SchemaId = schemaId;
        AsStruct = columns;
        _index = new(() => new SchemaIndex(columns));
        IdentifierFieldIds = [.. identifierFieldIds];
        foreach (var id in IdentifierFieldIds) _index.Value.CheckIdentifier(id);
    }

    Schema(Schema other, int schemaId)
    {
        (SchemaId, AsStruct, _index) = (schemaId, other.AsStruct, other._index);
        (IdentifierFieldIds, Unknown) = (other.IdentifierFieldIds, other.Unknown);
    }

    public static Schema Empty { get; } = new(0, new StructType());

    public int SchemaId { get; }

    public StructType AsStruct { get; }

    public ImmutableArray<NestedField> Fields => AsStruct.Fields;

    /// <summary>The columns that identify a row: required primitives, not float or double, not in lists or maps. Spec: "Identifier Field IDs".</summary>
    public ImmutableSortedSet<int> IdentifierFieldIds { get; }

    /// <summary>Members of the schema's JSON that this library does not know.</summary>
    public UnknownFields Unknown { get; init; } = UnknownFields.None;

    /// <summary>The greatest id in the schema, nested fields included; 0 for no columns.</summary>
    public int HighestFieldId => _index.Value.HighestId;

    /// <summary>All fields, nested ones included, in the order of their ids.</summary>
    public IEnumerable<NestedField> AllFields => _index.Value.FieldsById.Values.OrderBy(static item => item.Id);

    public NestedField? FindField(int id) => _index.Value.FieldsById.GetValueOrDefault(id);

    /// <summary>
    /// The field of a dotted path (<c>address.street</c>, <c>points.element.x</c>, <c>map.value</c>); the words <c>element</c> and <c>value</c>
    /// may be left out before a struct's field where that is unambiguous.
    /// </summary>
    public NestedField? FindField(string name, bool caseSensitive = true) =>
        _index.Value.FindId(name, caseSensitive) is { } id ? _index.Value.FieldsById[id] : null;

    /// <summary>The dotted path of a field, or null.</summary>
    public string? FindName(int id) => _index.Value.NamesById.GetValueOrDefault(id);

    /// <summary>The names from the column down to a field; empty where there is no such field. Unlike the dotted path, it tells a dot in a name from one between names.</summary>
    public ImmutableArray<string> PathOf(int id)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        for (var field = FindField(id); field is not null; field = FindParent(field.Id)) names.Insert(0, field.Name);
        return names.DrainToImmutable();
    }

    /// <summary>The field that holds a nested field, or null for columns.</summary>
    public NestedField? FindParent(int id) => _index.Value.Parents.TryGetValue(id, out var parent) ? FindField(parent) : null;

    /// <summary>True where the field is inside a list or map, so that a row has many values of it or none.</summary>
    public bool IsRepeated(int id)
    {
        for (var parent = FindParent(id); parent is not null; parent = FindParent(parent.Id))
            if (parent.Type is not StructType) return true;
        return false;
    }

    public Schema WithId(int schemaId) => schemaId == SchemaId ? this : new(this, schemaId);

    /// <summary>Same columns and identifier fields, whatever the schema id.</summary>
    public bool SameAs(Schema other) =>
        ReferenceEquals(AsStruct, other.AsStruct) ? IdentifierFieldIds.SetEquals(other.IdentifierFieldIds)
        : AsStruct.Equals(other.AsStruct) && IdentifierFieldIds.SetEquals(other.IdentifierFieldIds);

    public string ToJson() => JsonText.ToText(writer => SchemaJson.Write(writer, this));

    public static Schema FromJson(string json) => JsonText.Parse(json, "schema", SchemaJson.Read);

    public bool Equals(Schema? other) => other is not null && SchemaId == other.SchemaId && SameAs(other);

    public override bool Equals(object? obj) => Equals(obj as Schema);

    public override int GetHashCode() => HashCode.Combine(SchemaId, AsStruct);

    public override string ToString() => $"table {{\n{string.Concat(Fields.Select(field => $"  {field}\n"))}}}";
}
