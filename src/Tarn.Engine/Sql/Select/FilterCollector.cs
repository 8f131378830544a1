using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tarn.Engine.Sql.Select;

/// <summary>
/// Finds conditions that let files of a table be left out: conjuncts of WHERE and ON that look at one table only. Conservative: what is not
/// certainly safe is not collected, since a file that is wrongly left out is a wrong answer.
/// </summary>
/// <remarks>
/// A condition prunes the optional side of an outer join only if it rejects nulls: rows of the other side that lose their partner then
/// appear with nulls, and the condition itself removes them. ASOF and POSITIONAL joins and samples depend on which rows are there: nothing is collected.
/// </remarks>
internal sealed class FilterCollector
{
    readonly FromScope _scope;
    readonly HashSet<string> _sharedColumns = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<TableReference, List<FilterNode>> _found = [];
    int _next;
    int _conditions;

    FilterCollector(FromScope scope) => _scope = scope;

    /// <summary>Puts what is found into the <see cref="TableReference.Filters"/> of the tables of <paramref name="scope"/>.</summary>
    public static void Collect(JsonElement select, JsonElement from, FromScope scope)
    {
        if (scope.Elements.TrueForAll(e => e.Table is null) || select.Member("sample") is not null) return;
        var collector = new FilterCollector(scope);
        if (!collector.Survey(from)) return;
        var visible = collector.Visit(from);
        if (select.Member("where_clause") is { } where) collector.Apply(where, visible);
        foreach (var (table, filters) in collector._found) table.Filters = [.. filters];
        if (from.Text("type") == "BASE_TABLE" && visible is [{ Prunable: true, Element.Table: { } only }])
            only.FiltersAreExact = only.Filters.Length == collector._conditions && only.Filters.All(f => f.IsExact);
    }

    /// <summary>A table in the tree, and whether a join between here and it can fill its columns with nulls.</summary>
    sealed class Leaf(FromElement element, bool prunable)
    {
        public FromElement Element { get; } = element;

        public bool Prunable { get; } = prunable;

        public bool Optional { get; set; }
    }

    // False where a join of the tree forbids pruning at all. Columns of USING belong to no side when they are not qualified.
    bool Survey(JsonElement table)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (table.Text("type") != "JOIN") return true;
        if (table.Text("ref_type") is not ("REGULAR" or "CROSS")) return false;
        foreach (var column in table.Items("using_columns")) _sharedColumns.Add(column.GetString()!);
        return Survey(table.GetProperty("left")) && Survey(table.GetProperty("right"));
    }

    /// <summary>The leaves of a tree that its surroundings can see; conditions of its joins are applied on the way.</summary>
    List<Leaf> Visit(JsonElement table)
    {
        if (table.Text("type") == "EMPTY") return [];
        if (table.Text("type") != "JOIN")
        {
            var plain = table.Member("sample") is null && !table.Items("column_name_alias").Any();
            return [new Leaf(_scope.Elements[_next++], plain)];
        }
        var left = Visit(table.GetProperty("left"));
        var right = Visit(table.GetProperty("right"));
        var type = table.Text("join_type");
        if (table.Member("condition") is { } condition)
        {
            if (type is "INNER" or "RIGHT" or "SEMI") Apply(condition, left, right);
            if (type is "INNER" or "LEFT" or "SEMI" or "ANTI") Apply(condition, right, left);
        }
        if (type is not ("INNER" or "LEFT" or "SEMI" or "ANTI")) left.ForEach(leaf => leaf.Optional = true);
        if (type is not ("INNER" or "RIGHT")) right.ForEach(leaf => leaf.Optional = true);
        return type is "SEMI" or "ANTI" ? left : [.. left, .. right];
    }

    void Apply(JsonElement condition, List<Leaf> leaves, List<Leaf>? others = null)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (condition.IsExpression("CONJUNCTION") && condition.Text("type") == "CONJUNCTION_AND")
        {
            foreach (var child in condition.Items("children")) Apply(child, leaves, others);
            return;
        }
        _conditions++;
        foreach (var leaf in leaves)
        {
            if (leaf.Element.Table is not { } table || !leaf.Prunable || IsAmbiguous(leaf, leaves, others)) continue;
            if (FilterReader.Read(condition, leaf.Element.Name, _sharedColumns) is not { } filter || (leaf.Optional && !filter.RejectsNulls)) continue;
            if (!_found.TryGetValue(table, out var list)) _found[table] = list = [];
            list.Add(filter);
        }
    }

    static bool IsAmbiguous(Leaf leaf, List<Leaf> leaves, List<Leaf>? others) =>
        leaves.Concat(others ?? []).Count(l => l.Element.Name.Equals(leaf.Element.Name, StringComparison.OrdinalIgnoreCase)) > 1;
}
