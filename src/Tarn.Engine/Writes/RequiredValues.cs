using Tarn.Engine.Native;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Writes;

/// <summary>Holds NOT NULL inside of nested columns, and of nested columns themselves: files' statistics count nulls of plain columns only. Spec: "Nested Types".</summary>
static class RequiredValues
{
    /// <summary>The value, or an error that names the field which has none. A field of a struct that is null itself is not missing.</summary>
    public static string Checked(NestedField field, string value, string type)
    {
        var missing = Missing(field, value, field.Name, depth: 0).ToList();
        if (field.Required && field.Type.IsNested) missing.Insert(0, ($"{value} IS NULL", field.Name));
        if (missing.Count == 0) return value;
        var errors = missing.Select(m => $"WHEN {m.Condition} THEN error({Identifiers.Literal($"The field '{m.Path}' is required, and a row has no value for it. Nothing was written.")})::{type}");
        return $"CASE {string.Join(' ', errors)} ELSE {value} END";
    }

    /// <summary>For each required field below a value, the condition under which it is missing.</summary>
    static IEnumerable<(string Condition, string Path)> Missing(NestedField parent, string value, string path, int depth) => parent.Type switch
    {
        StructType s => s.Fields.SelectMany(f => InStruct(f, value, $"{path}.{f.Name}", depth)),
        ListType l => InItems(l.Element, value, $"{path}.element", depth),
        MapType m => InItems(m.Key, $"map_keys({value})", $"{path}.key", depth).Concat(InItems(m.Value, $"map_values({value})", $"{path}.value", depth)),
        _ => [],
    };

    static IEnumerable<(string Condition, string Path)> InStruct(NestedField field, string value, string path, int depth)
    {
        var own = $"({value}).{Identifiers.Quote(field.Name)}";
        if (field.Required) yield return ($"({value} IS NOT NULL AND {own} IS NULL)", path);
        foreach (var below in Missing(field, own, path, depth)) yield return below;
    }

    static IEnumerable<(string Condition, string Path)> InItems(NestedField item, string list, string path, int depth)
    {
        var name = $"__r{depth}";
        // A map's keys are never null: the executor sees to that.
        if (item.Required && !path.EndsWith(".key", StringComparison.Ordinal)) yield return (Any($"{name} IS NULL"), path);
        foreach (var (condition, below) in Missing(item, name, path, depth + 1)) yield return (Any(condition), below);

        string Any(string condition) => $"len(list_filter({list}, lambda {name}: {condition})) > 0";
    }
}
