using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Writes;

/// <summary>
/// A value that a statement gives for a column, as the column's own type. Fields of structs that it lacks get their write default, at any depth; those that it gives as null stay null. A field
/// that the column does not have is refused, where the executor's own cast would drop it in silence. Spec: "Default values".
/// </summary>
static class GivenValue
{
    /// <summary>True where it matters which fields the structs of a value have.</summary>
    public static bool HasStructs(IcebergType type) => type is StructType || type.Children.Any(c => HasStructs(c.Type));

    /// <summary>True where a value is put together from its parts, as fields that it may lack have defaults; else the executor's own cast does.</summary>
    /// <exception cref="EngineException">The value has a field that the column does not have.</exception>
    public static bool IsRebuilt(NestedField field, LogicalType given)
    {
        if (!HasStructs(field.Type)) return false;
        _ = Shape(field, given, field.Name);
        return HasDefaults(field.Type);
    }

    /// <param name="field">The column.</param>
    /// <param name="given">The executor's type of the value.</param>
    /// <param name="value">SQL.</param>
    /// <exception cref="EngineException">The value has a field that the column does not have.</exception>
    public static string Cast(NestedField field, LogicalType given, string value)
    {
        if (IsRebuilt(field, given)) value = NestedReading.Rebuild(Written(field.Type), Shape(field, given, field.Name), mapping: null, value, depth: 0);
        return $"CAST({value} AS {ExecutorTypes.Sql(field.Type)})";
    }

    /// <summary>The value of a column that a statement does not give.</summary>
    public static string Default(NestedField field) => ValueLiterals.Typed(Written(field.Type), field.WriteDefault);

    static bool HasDefaults(IcebergType type) => type.Children.Any(c => c.WriteDefault is not null || HasDefaults(c.Type));

    /// <summary>The type, whose fields are said to have been absent always: what readers fill in then is what writers fill in now.</summary>
    static IcebergType Written(IcebergType type) => type switch
    {
        _ when !type.IsNested => type,
        StructType s => new StructType([.. s.Fields.Select(Written)]),
        ListType l => new ListType(Written(l.Element)),
        MapType m => new MapType(Written(m.Key), Written(m.Value)),
        _ => type,
    };

    static NestedField Written(NestedField field) => field with { Type = Written(field.Type), InitialDefault = field.WriteDefault };

    /// <summary>The given type as that of a file, with ids by names. What is no struct, list or map as the column is, or has no names, is left to the executor's cast.</summary>
    static PhysicalField Shape(NestedField field, LogicalType given, string path) => (field.Type, given.Id) switch
    {
        (StructType s, TypeId.Struct) when given.Fields.All(f => f.Name.Length > 0) => Of(field, PhysicalKind.Struct, given.Fields.Select(f => Shape(s, f, path))),
        (ListType l, TypeId.List or TypeId.Array) => Of(field, PhysicalKind.List, [Shape(l.Element, given.Fields[0].Type, path)]),
        (MapType m, TypeId.Map) => Of(field, PhysicalKind.Map, [Shape(m.Key, given.Fields[0].Type, path), Shape(m.Value, given.Fields[1].Type, path)]),
        _ => AsItIs(field),
    };

    static PhysicalField Shape(StructType type, TypeField given, string path)
    {
        var field = type.Fields.FirstOrDefault(f => f.Name.Equals(given.Name, StringComparison.OrdinalIgnoreCase)) ?? throw new EngineException(
            EngineErrorKind.Binding, $"The value for '{path}' has a field '{given.Name}', which there is no place for: '{path}' has {string.Join(", ", type.Fields.Select(f => f.Name))}. Nothing was written.");
        return Shape(field, given.Type, $"{path}.{field.Name}") with { Name = given.Name };
    }

    static PhysicalField AsItIs(NestedField field) => Of(
        field,
        field.Type switch { StructType => PhysicalKind.Struct, ListType => PhysicalKind.List, MapType => PhysicalKind.Map, _ => PhysicalKind.Primitive },
        field.Type.Children.Select(AsItIs));

    static PhysicalField Of(NestedField field, PhysicalKind kind, IEnumerable<PhysicalField> children) => new(field.Name, field.Id, kind, [.. children], "");
}
