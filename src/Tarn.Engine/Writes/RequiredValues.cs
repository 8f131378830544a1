using System.Globalization;
using Tarn.Engine.Native;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Writes;

/// <summary>Holds NOT NULL and the length of <c>fixed</c> inside of nested columns, and NOT NULL of nested columns themselves: files' statistics count nulls of plain columns only. Spec: "Nested Types".</summary>
static class RequiredValues
{
    /// <summary>The value, or an error that names the field where it breaks the type. A field of a struct that is null itself is not missing.</summary>
    public static string Checked(NestedField field, string value, string type)
    {
        var wrong = Wrong(field, value, field.Name, depth: 0).ToList();
        if (field.Required && field.Type.IsNested) wrong.Insert(0, ($"{value} IS NULL", Missing(field.Name)));
        if (wrong.Count == 0) return value;
        var errors = wrong.Select(m => $"WHEN {m.Condition} THEN error({Identifiers.Literal(m.Problem)})::{type}");
        return $"CASE {string.Join(' ', errors)} ELSE {value} END";
    }

    static string Missing(string path) => $"The field '{path}' is required, and a row has no value for it. Nothing was written.";

    /// <summary>What can be wrong below a value: the condition, and what is said then.</summary>
    static IEnumerable<(string Condition, string Problem)> Wrong(NestedField parent, string value, string path, int depth) => parent.Type switch
    {
        StructType s => s.Fields.SelectMany(f => InStruct(f, value, $"{path}.{f.Name}", depth)),
        ListType l => InItems(l.Element, value, $"{path}.element", depth),
        MapType m => InItems(m.Key, $"map_keys({value})", $"{path}.key", depth).Concat(InItems(m.Value, $"map_values({value})", $"{path}.value", depth)),
        // A column of its own has this check where it is written.
        FixedType f when path != parent.Name => [(string.Create(CultureInfo.InvariantCulture, $"coalesce(octet_length({value}) <> {f.Length}, false)"), $"A value of the field '{path}' must have {f.Length} bytes, as it is {f}. Nothing was written.")],
        _ => [],
    };

    static IEnumerable<(string Condition, string Problem)> InStruct(NestedField field, string value, string path, int depth)
    {
        var own = $"({value}).{Identifiers.Quote(field.Name)}";
        if (field.Required) yield return ($"({value} IS NOT NULL AND {own} IS NULL)", Missing(path));
        foreach (var below in Wrong(field, own, path, depth)) yield return below;
    }

    static IEnumerable<(string Condition, string Problem)> InItems(NestedField item, string list, string path, int depth)
    {
        var name = $"__r{depth}";
        // A map's keys are never null: the executor sees to that.
        if (item.Required && !path.EndsWith(".key", StringComparison.Ordinal)) yield return (Any($"{name} IS NULL"), Missing(path));
        foreach (var (condition, problem) in Wrong(item, name, path, depth + 1)) yield return (Any(condition), problem);

        string Any(string condition) => $"len(list_filter({list}, lambda {name}: {condition})) > 0";
    }
}
