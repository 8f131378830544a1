using System.Globalization;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Schemas;

/// <summary>Fields of a schema by id and by dotted path, built at first use.</summary>
internal sealed class SchemaIndex
{
    readonly Dictionary<string, int> _idsByName = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _shortNames = new(StringComparer.Ordinal);
    readonly Lazy<Dictionary<string, int>> _idsIgnoringCase;

    public SchemaIndex(StructType columns)
    {
        foreach (var column in columns.Fields) Add(column, parent: null, prefix: "", shortPrefix: "");
        foreach (var (name, id) in _shortNames) _ = _idsByName.TryAdd(name, id);
        _idsIgnoringCase = new(IgnoringCase);
    }

    public Dictionary<int, NestedField> FieldsById { get; } = [];

    public Dictionary<int, string> NamesById { get; } = [];

    public Dictionary<int, int> Parents { get; } = [];

    public int HighestId { get; private set; }

    public int? FindId(string name, bool caseSensitive)
    {
        if (_idsByName.TryGetValue(name, out var id)) return id;
        if (caseSensitive) return null;
        return _idsIgnoringCase.Value.TryGetValue(name, out id)
            ? id >= 0 ? id : throw IcebergException.Invalid($"Cannot resolve '{name}': several fields have this name in other letters; write it exactly")
            : null;
    }

    public void CheckIdentifier(int id)
    {
        var invalid = string.Create(CultureInfo.InvariantCulture, $"Cannot add field {NamesById.GetValueOrDefault(id, id.ToString())} as an identifier field: ");
        if (!FieldsById.TryGetValue(id, out var field)) throw IcebergException.Invalid($"{invalid}not found in the schema");
        if (!field.Type.IsPrimitive) throw IcebergException.Invalid($"{invalid}not a primitive type field");
        if (!field.Required) throw IcebergException.Invalid($"{invalid}not a required field");
        if (field.Type.Kind is TypeKind.Float or TypeKind.Double) throw IcebergException.Invalid($"{invalid}must not be float or double field");
        for (var at = id; Parents.TryGetValue(at, out var parent); at = parent)
        {
            if (FieldsById[parent].Type is not StructType) throw IcebergException.Invalid($"{invalid}must not be nested in {FieldsById[parent]}");
            if (!FieldsById[parent].Required) throw IcebergException.Invalid($"{invalid}must not be nested in an optional field {FieldsById[parent]}");
        }
    }

    void Add(NestedField field, int? parent, string prefix, string shortPrefix, bool omitted = false)
    {
        if (!FieldsById.TryAdd(field.Id, field))
            throw IcebergException.Invalid($"Field id {field.Id} is used twice: {NamesById[field.Id]} and {prefix}{field.Name}");
        HighestId = Math.Max(HighestId, field.Id);
        if (parent is { } holder) Parents.Add(field.Id, holder);
        var name = prefix + field.Name;
        NamesById.Add(field.Id, name);
        if (!_idsByName.TryAdd(name, field.Id))
            throw IcebergException.Invalid($"Cannot build the schema: multiple fields for name {name}: {_idsByName[name]} and {field.Id}");
        var shortName = omitted ? shortPrefix[..^1] : shortPrefix + field.Name;
        if (shortName != name && !omitted) _ = _shortNames.TryAdd(shortName, field.Id);

        // A list's element and a map's value that are structs may be left out of a path: points.x for points.element.x.
        foreach (var child in field.Type.Children)
        {
            var mayOmit = child.Type is StructType && field.Type is (ListType or MapType) && child.Name is ("element" or "value");
            Add(child, field.Id, name + ".", shortName + ".", mayOmit);
        }
    }

    Dictionary<string, int> IgnoringCase()
    {
        var result = new Dictionary<string, int>(_idsByName.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, id) in _idsByName)
            if (!result.TryAdd(name, id) && result[name] != id) result[name] = -1;
        return result;
    }
}
