using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans.Variants;

/// <summary>A scan's variants with what the executor's reader drops: SQL around a column, for groups in which a file has such rows.</summary>
/// <param name="fileKey">The file's key.</param>
/// <param name="column">The table's column.</param>
/// <param name="position">The row's number.</param>
/// <param name="mapping">Names for ids, where the files have none.</param>
sealed class VariantReading(string fileKey, NestedField column, string position, FieldMapping? mapping)
{
    /// <summary>Said of rows that would be read as something else; what the engine's error is told by.</summary>
    public const string Refusal = "cannot be read without loss";

    /// <summary>The rows of a file by the ids of the table's columns.</summary>
    /// <param name="schema">The table's columns.</param>
    /// <param name="rows">The rows by the file's columns.</param>
    /// <param name="root">The file's columns, where they were looked at.</param>
    /// <param name="mapping">Names for ids, where the file has none.</param>
    public static ImmutableDictionary<int, VariantRows>? ByField(Schema schema, ImmutableDictionary<string, VariantRows> rows, PhysicalField? root, FieldMapping? mapping)
    {
        if (rows.IsEmpty) return null;
        var found = ImmutableDictionary.CreateBuilder<int, VariantRows>();
        foreach (var field in schema.Fields)
        {
            var name = root is not null && mapping is not null ? FieldMapping.Find(root, field, mapping)?.Name : field.Name;
            if (rows.TryGetValue(VariantInspection.KeyOf(field.Id, ""), out var of) || (name is not null && rows.TryGetValue(name, out of))) found.Add(field.Id, of);
        }
        return found.Count == 0 ? null : found.ToImmutable();
    }

    /// <summary>The value of the column: each variant as it is in the file where the executor reads it as something else.</summary>
    /// <param name="value">As the executor reads it, in the table's form.</param>
    /// <param name="physical">The column in the files, where they were looked at.</param>
    public string Wrap(string value, PhysicalField? physical) =>
        $"CASE WHEN {ScanFunctions.HasVariant}({fileKey}, {column.Id}::BIGINT, {position}) THEN {Value(column.Type, value, physical, "", "''", 0)} ELSE {value} END";

    string Value(IcebergType type, string value, PhysicalField? physical, string leaf, string at, int depth)
    {
        if (!VariantInspection.AreIn(type)) return value;
        var item = $"__r{depth}";
        var index = $"__i{depth}";
        var inside = $"concat({at}, '.', {index})";
        return type switch
        {
            StructType s => $"CASE WHEN {value} IS NOT NULL THEN struct_pack({string.Join(", ", s.Fields.Select(f => $"{Identifiers.Quote(f.Name)} := {Field(f, value, physical, leaf, at, depth)}"))}) END",
            ListType l => $"list_transform({value}, lambda {item}, {index}: {Value(l.Element.Type, item, physical?.Children[0], leaf + VariantPlace.Element, inside, depth + 1)})",
            MapType m => $"CASE WHEN {value} IS NOT NULL THEN map_from_entries(list_transform(map_entries({value}), lambda {item}, {index}: "
                + $"{{'key': {item}.key, 'value': {Value(m.Value.Type, $"{item}.value", physical?.Children[1], leaf + VariantPlace.MapValue, inside, depth + 1)}}})) END",
            _ => $"coalesce({ScanFunctions.Variant}({fileKey}, {column.Id}::BIGINT, {position}, {Identifiers.Literal(leaf)}, {at}), {value})",
        };
    }

    string Field(NestedField field, string value, PhysicalField? physical, string leaf, string at, int depth)
    {
        var own = $"({value}).{Identifiers.Quote(field.Name)}";
        var found = physical is null ? null : FieldMapping.Find(physical, field, mapping);
        // Not in the files at all.
        if (physical is not null && found is null) return own;
        return Value(field.Type, own, found, leaf + VariantPlace.Field(found?.Name ?? field.Name), at, depth + 1);
    }
}
