using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Tarn.Engine.Scans;
using Tarn.Engine.Sql.Gate;
using Tarn.Engine.Sql.Lexing;

namespace Tarn.Engine.Sql.Select;

/// <summary>Walks the executor's syntax tree once: every node passes the gate, every table reference is found with its scope, every column with its own.</summary>
/// <remarks>What is not known here is refused: a node kind, a function, a form of table. No table name passes unresolved unless a CTE in scope binds it.</remarks>
internal sealed class SyntaxWalker(SqlText user, Utf8Map map, LongNames longNames)
{
    readonly List<TableReference> _tables = [];
    readonly List<ColumnName> _columns = [];
    readonly HashSet<string> _names = new(StringComparer.Ordinal);
    readonly SortedSet<string> _parameters = [];
    readonly List<StarReference> _stars = [];

    public IReadOnlyList<TableReference> Tables => _tables;

    public IReadOnlyList<ColumnName> Columns => _columns;

    public IReadOnlySet<string> Names => _names;

    public IEnumerable<string> Parameters => _parameters;

    public IReadOnlyList<StarReference> Stars => _stars;

    public void Query(JsonElement node, CteScope ctes, FromScope? outer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node.Text("type"))
        {
            case "SELECT_NODE":
                Select(node, WithCtes(node, ctes, outer), outer);
                break;
            case "SET_OPERATION_NODE":
                SetOperation(node, WithCtes(node, ctes, outer), outer);
                break;
            case "RECURSIVE_CTE_NODE":
                Query(node.GetProperty("left"), ctes, outer);
                Query(node.GetProperty("right"), ctes.With(node.Text("cte_name")), outer);
                Rest(node, ctes, new FromScope(outer), "left", "right");
                break;
            default:
                throw Refuse(node, $"A query of kind {node.Text("type")} is not supported.");
        }
    }

    CteScope WithCtes(JsonElement node, CteScope ctes, FromScope? outer)
    {
        if (node.Member("cte_map") is not { } map) return ctes;
        foreach (var entry in map.Items("map"))
        {
            var name = entry.Text("key");
            if (FunctionGate.LooksLikeFile(name))
                throw Refuse(node, $"A CTE may not be named {name}: the name looks like a file.");
            var cte = entry.GetProperty("value");
            Query(cte.GetProperty("query").GetProperty("node"), ctes, outer);
            Rest(cte, ctes, new FromScope(outer), "query");
            ctes = ctes.With(name);
        }
        return ctes;
    }

    void Select(JsonElement node, CteScope ctes, FromScope? outer)
    {
        var from = new FromScope(outer);
        var tables = node.GetProperty("from_table");
        Table(tables, ctes, from);
        FilterCollector.Collect(node, tables, from);
        if (from.Elements is [{ Table: { } only }]) only.RowCount = RowCountReference.Find(node, tables, user, map);
        Rest(node, ctes, from, "cte_map", "from_table");
    }

    void SetOperation(JsonElement node, CteScope ctes, FromScope? outer)
    {
        if (node.Member("left") is { } left) Query(left, ctes, outer);
        if (node.Member("right") is { } right) Query(right, ctes, outer);
        foreach (var child in node.Items("children")) Query(child, ctes, outer);
        Rest(node, ctes, new FromScope(outer), "cte_map", "left", "right", "children");
    }

    void Table(JsonElement table, CteScope ctes, FromScope from)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (table.Text("type"))
        {
            case "BASE_TABLE":
                BaseTable(table, ctes, from);
                break;
            case "JOIN":
                Table(table.GetProperty("left"), ctes, from);
                Table(table.GetProperty("right"), ctes, from);
                Rest(table, ctes, from, "left", "right");
                break;
            case "SUBQUERY":
                Query(table.GetProperty("subquery").GetProperty("node"), ctes, from);
                Name(table.Text("alias"), from);
                break;
            case "TABLE_FUNCTION":
                TableFunction(table, ctes, from);
                break;
            case "PIVOT":
                Pivot(table, ctes, from);
                break;
            case "SHOW_REF":
                ShowReference(table, ctes, from);
                break;
            case "EXPRESSION_LIST":
                Rest(table, ctes, from);
                Name(table.Text("alias"), from);
                break;
            case "EMPTY":
                break;
            default:
                throw Refuse(table, $"A table of kind {table.Text("type")} is not supported.");
        }
        if (table.Member("sample") is { } sample) Anything(sample, ctes, from);
    }

    static void Name(string alias, FromScope from) => from.Elements.Add(new FromElement(alias, null));

    void BaseTable(JsonElement table, CteScope ctes, FromScope from)
    {
        var name = table.Text("table_name");
        var alias = table.Text("alias") is { Length: > 0 } given ? given : null;
        var qualified = table.Text("schema_name").Length > 0 || table.Text("catalog_name").Length > 0;
        if (!qualified && ctes.Contains(name))
        {
            from.Elements.Add(new FromElement(alias ?? name, null));
            return;
        }
        var reference = Locate(table, alias);
        _tables.Add(reference);
        from.Elements.Add(new FromElement(alias ?? reference.Parts[^1], reference));
    }

    // The tree says where the reference starts; our own tokens say where it ends, and must spell the same name.
    TableReference Locate(JsonElement table, string? alias)
    {
        ImmutableArray<string> expected =
            [.. new[] { table.Text("catalog_name"), table.Text("schema_name"), table.Text("table_name") }.Where(p => p.Length > 0)];
        if (table.Location() is not { } location)
            throw Refuse(table, $"The table {string.Join('.', expected)} is named in a form that is not supported: name it in FROM.");
        var start = map.ToUtf16(location);
        if (longNames.At(start) is { } chain) return new TableReference(chain.Parts, start, chain.End, alias);
        var token = user.TokenAt(start);
        var parts = ImmutableArray.CreateBuilder<string>();
        var end = start;
        while (true)
        {
            if (!user.Tokens[token].IsName && user.Tokens[token].Kind != TokenKind.String) break;
            parts.Add(user.Tokens[token].Value);
            end = user.Tokens[token].End;
            if (!user.Tokens[token + 1].IsSymbol(".")) break;
            token += 2;
        }
        return parts.SequenceEqual(expected, StringComparer.OrdinalIgnoreCase)
            ? TableForms.WithKeyword(new TableReference(parts.ToImmutable(), start, end, alias), user)
            : throw Refuse(table, $"The table {string.Join('.', expected)} is named in a form that is not supported: name it in FROM.");
    }

    void TableFunction(JsonElement table, CteScope ctes, FromScope from)
    {
        var function = table.GetProperty("function");
        if (!function.IsExpression("FUNCTION")) throw Refuse(table, "Only functions and tables stand in FROM.");
        var name = function.Text("function_name");
        CheckSchema(function, name);
        if (!FunctionGate.AllowsTable(name)) throw Refuse(function, FunctionGate.Explain(name, table: true));
        Rest(function, ctes, from);
        Name(table.Text("alias") is { Length: > 0 } alias ? alias : name, from);
    }

    void Pivot(JsonElement table, CteScope ctes, FromScope from)
    {
        var inside = new FromScope(from);
        Table(table.GetProperty("source"), ctes, inside);
        foreach (var pivot in table.Items("pivots"))
            if (pivot.Text("pivot_enum") is { Length: > 0 } type)
                throw Refuse(table, $"PIVOT over the type {type} is not supported: list the values, IN ('a', 'b').");
        Rest(table, ctes, inside, "source");
        Name(table.Text("alias"), from);
    }

    void ShowReference(JsonElement table, CteScope ctes, FromScope from)
    {
        if (table.Member("query") is not { } query || table.Text("show_type") is not ("DESCRIBE" or "SUMMARY"))
            throw Refuse(table, "SHOW stands alone, not in FROM: SHOW TABLES, SHOW NAMESPACES.");
        Query(query, ctes, from);
        Name(table.Text("alias"), from);
    }

    /// <summary>Every member of a node but those named, whatever they are.</summary>
    void Rest(JsonElement node, CteScope ctes, FromScope from, params ReadOnlySpan<string> done)
    {
        foreach (var member in node.EnumerateObject())
            if (!done.Contains(member.Name) && member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                Anything(member.Value, ctes, from);
    }

    void Anything(JsonElement value, CteScope ctes, FromScope from)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray()) Anything(item, ctes, from);
            return;
        }
        if (value.ValueKind != JsonValueKind.Object) return;
        var type = value.Text("type");
        if (value.Member("class") is not null) Expression(value, ctes, from);
        else if (SyntaxGate.QueryNodes.Contains(type)) Query(value, ctes, from);
        else if (SyntaxGate.TableReferences.Contains(type)) Table(value, ctes, from);
        else if (type.Length == 0 || SyntaxGate.Parts.Contains(type) || type.EndsWith("_TYPE_INFO", StringComparison.Ordinal)) Rest(value, ctes, from);
        else throw Refuse(value, $"{type} is not supported in a query.");
    }

    void Expression(JsonElement node, CteScope ctes, FromScope from)
    {
        var kind = node.Text("class");
        if (!SyntaxGate.Expressions.Contains(kind)) throw Refuse(node, $"An expression of kind {kind} is not supported.");
        switch (kind)
        {
            case "CONSTANT":
                return;
            case "COLUMN_REF":
                Column([.. node.Items("column_names").Select(n => n.GetString()!)], node, from, star: false);
                return;
            case "STAR":
                Star(node, from);
                break;
            case "PARAMETER":
                _parameters.Add(node.Text("identifier"));
                return;
            case "FUNCTION" or "WINDOW":
                Function(node);
                break;
        }
        Rest(node, ctes, from);
    }

    void Star(JsonElement node, FromScope from)
    {
        var relation = node.Text("relation_name") is { Length: > 0 } name ? name : null;
        if (relation is not null) Column([relation], node, from, star: true);
        if (node.Member("columns") is { ValueKind: JsonValueKind.True } || node.Location() is not { } location) return;
        _stars.Add(new StarReference(map.ToUtf16(location), relation, from));
    }

    void Column(ImmutableArray<string> parts, JsonElement node, FromScope from, bool star)
    {
        if (!star) _names.UnionWith(parts);
        // Behind the column may come fields of it, _partition's.
        for (var i = 0; i < parts.Length && !star; i++)
            if (MetadataColumns.Find(parts[i]) is { } metadata) MetadataColumn(parts.AsSpan(0, i), metadata, from);
        if (node.Location() is { } location && (star || parts.Length > 1)) _columns.Add(new ColumnName(parts, map.ToUtf16(location), star, from));
    }

    /// <summary>Qualified, the column is the named table's; else one of the nearest FROM that has tables.</summary>
    static void MetadataColumn(ReadOnlySpan<string> qualifier, string name, FromScope from)
    {
        for (var scope = from; scope is not null; scope = scope.Outer)
        {
            var tables = (qualifier.Length > 0 ? scope.Named(qualifier[^1]) : scope.Elements).Select(e => e.Table).OfType<TableReference>().ToList();
            foreach (var table in tables) _ = table.MetadataColumns.Add(name);
            if (tables.Count > 0) return;
        }
    }

    void Function(JsonElement node)
    {
        var name = node.Text("function_name");
        CheckSchema(node, name);
        if (!FunctionGate.AllowsScalar(name)) throw Refuse(node, FunctionGate.Explain(name, table: false));
    }

    void CheckSchema(JsonElement function, string name)
    {
        if (function.Text("schema") is "" or "main" or "pg_catalog" && function.Text("catalog") is "" or "system") return;
        throw Refuse(function, (EngineErrorKind.NotFound, $"The function {function.Text("schema")}.{name} does not exist: functions have no namespace."));
    }

    EngineException Refuse(JsonElement node, string message) => Refuse(node, (EngineErrorKind.Refused, message));

    EngineException Refuse(JsonElement node, (EngineErrorKind Kind, string Message) why) => node.Location() is { } location
        ? EngineException.At(why.Kind, why.Message, user.Text, map.ToUtf16(location))
        : new EngineException(why.Kind, why.Message);
}
