using Tarn.Engine.Native;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans;

/// <summary>Values of files whose nested names are not the table's, as <c>read_parquet</c> matches those by name and the table format by id, or whose types are others.</summary>
static class NestedReading
{
    /// <summary>True where reading by nested names and the table's types gives what reading by ids would.</summary>
    public static bool IsDirect(IcebergType type, PhysicalField physical, FieldMapping? mapping) => type switch
    {
        StructType s => IsDirectStruct(s, physical, mapping),
        ListType l => physical.Kind is PhysicalKind.List && IsDirect(l.Element.Type, physical.Children[0], mapping),
        MapType m => physical.Kind is PhysicalKind.Map
            && IsDirect(m.Key.Type, physical.Children[0], mapping) && IsDirect(m.Value.Type, physical.Children[1], mapping),
        _ => !physical.IsOther(type),
    };

    /// <summary>
    /// The type to ask of the file: its own names, the table's types, and only the fields that the table has; where nothing has to be rebuilt the table's type, to which the reader adds the fields
    /// that the file lacks.
    /// </summary>
    public static string PhysicalSql(IcebergType type, PhysicalField physical, FieldMapping? mapping) => type switch
    {
        _ when IsDirect(type, physical, mapping) => ExecutorTypes.Sql(type),
        StructType or ListType or MapType when !IsOfKind(type, physical) => throw new EngineException(EngineErrorKind.Corrupt, $"A data file has the column or field '{physical.Name}' as another kind of value than the table's {type}: the file, or the table's name mapping, is wrong."),
        StructType s => StructSql(s, physical, mapping),
        ListType l => $"{PhysicalSql(l.Element.Type, physical.Children[0], mapping)}[]",
        MapType m => $"MAP({PhysicalSql(m.Key.Type, physical.Children[0], mapping)}, {PhysicalSql(m.Value.Type, physical.Children[1], mapping)})",
        _ => physical.ExecutorType,
    };

    /// <summary>The table's value from the file's, field by field.</summary>
    public static string Rebuild(IcebergType type, PhysicalField physical, FieldMapping? mapping, string value, int depth)
    {
        if (IsDirect(type, physical, mapping)) return value;
        var item = $"__e{depth}";
        switch (type)
        {
            case StructType s:
                var fields = s.Fields.Select(f => $"{Identifiers.Quote(f.Name)} := {RebuildField(f, physical, mapping, value, depth)}");
                return $"CASE WHEN {value} IS NOT NULL THEN struct_pack({string.Join(", ", fields)}) END";
            case ListType l:
                return $"list_transform({value}, lambda {item}: {Rebuild(l.Element.Type, physical.Children[0], mapping, item, depth + 1)})";
            case MapType m:
                var key = Rebuild(m.Key.Type, physical.Children[0], mapping, $"{item}.key", depth + 1);
                var entry = $"{{'key': {key}, 'value': {Rebuild(m.Value.Type, physical.Children[1], mapping, $"{item}.value", depth + 1)}}}";
                return $"CASE WHEN {value} IS NOT NULL THEN map_from_entries(list_transform(map_entries({value}), lambda {item}: {entry})) END";
            default:
                return physical.Converted(type, value);
        }
    }

    static bool IsOfKind(IcebergType type, PhysicalField physical) =>
        physical.Kind == type switch { StructType => PhysicalKind.Struct, ListType => PhysicalKind.List, MapType => PhysicalKind.Map, _ => PhysicalKind.Primitive };

    static bool IsDirectStruct(StructType type, PhysicalField physical, FieldMapping? mapping)
    {
        if (physical.Kind is not PhysicalKind.Struct) return false;
        var common = 0;
        foreach (var field in type.Fields)
        {
            var found = FieldMapping.Find(physical, field, mapping);
            if (found is null && (field.InitialDefault is not null || physical.ByName(field.Name) is not null)) return false;
            if (found is null) continue;
            if (!string.Equals(found.Name, field.Name, StringComparison.Ordinal) || !IsDirect(field.Type, found, mapping)) return false;
            common++;
        }
        return common > 0;
    }

    static string StructSql(StructType type, PhysicalField physical, FieldMapping? mapping)
    {
        var fields = type.Fields
            .Select(f => (Field: f, Found: FieldMapping.Find(physical, f, mapping)))
            .Where(p => p.Found is not null)
            .Select(p => $"{Identifiers.Quote(p.Found!.Name)} {PhysicalSql(p.Field.Type, p.Found, mapping)}")
            .ToList();

        // Nothing in common: one field is read all the same, as only it tells which structs are null.
        if (fields.Count == 0) fields.Add(AnyField(physical));
        return $"STRUCT({string.Join(", ", fields)})";
    }

    static string AnyField(PhysicalField physical)
    {
        var child = physical.Children.FirstOrDefault(c => c.Kind is PhysicalKind.Primitive) ?? physical.Children[0];
        return $"{Identifiers.Quote(child.Name)} {(child.Kind is PhysicalKind.Struct ? $"STRUCT({AnyField(child)})" : "VARCHAR")}";
    }

    static string RebuildField(NestedField field, PhysicalField physical, FieldMapping? mapping, string value, int depth)
    {
        var found = FieldMapping.Find(physical, field, mapping);
        return found is null
            ? ValueLiterals.Typed(field.Type, field.InitialDefault)
            : Rebuild(field.Type, found, mapping, $"({value}).{Identifiers.Quote(found.Name)}", depth);
    }
}
