using System.Collections.Immutable;
using Tarn.Engine.Sql.Lexing;

namespace Tarn.Engine.Sql.Select;

/// <summary>
/// A table becomes a sub-query with an alias, and a sub-query has no namespace: <c>gold.orders.id</c> becomes <c>"orders".id</c>. Where another
/// element's name would capture that, the table's full name becomes its alias.
/// </summary>
internal static class QualifierRewriting
{
    public static ImmutableArray<TextEdit> Plan(SqlText sql, IReadOnlyList<ColumnName> columns, NameSpaceContext context)
    {
        var qualified = new List<(ColumnName Column, TableReference Table, int Length)>();
        foreach (var column in columns)
        {
            if (column.IsStar || Resolve(column, context) is not { } found) continue;
            qualified.Add((column, found.Table, found.Length));
            if (IsCaptured(column.Scope, found.Table)) found.Table.NeedsFullAlias = true;
        }
        var edits = qualified.Select(q => Edit(sql, q.Column, q.Length, q.Table)).ToList();
        edits.AddRange(columns.Except(qualified.Select(q => q.Column)).Select(c => Renamed(sql, c)).OfType<TextEdit>());
        return [.. edits];
    }

    // The longest qualifier that names a table of the nearest scope wins, as in the executor's own lookup.
    static (TableReference Table, int Length)? Resolve(ColumnName column, NameSpaceContext context)
    {
        for (var scope = column.Scope; scope is not null; scope = scope.Outer)
            foreach (var table in scope.Elements.Select(e => e.Table).OfType<TableReference>().Where(t => t.Alias is null))
                for (var length = column.Parts.Length - 1; length >= 2; length--)
                    if (context.Names(table.Parts, column.Parts.AsSpan(0, length))) return (table, length);
        return null;
    }

    static bool IsCaptured(FromScope from, TableReference table)
    {
        for (var scope = from; scope is not null; scope = scope.Outer)
        {
            if (scope.Named(table.Parts[^1]).Any(e => e.Table != table)) return true;
            if (scope.Elements.Any(e => e.Table == table)) return false;
        }
        return false;
    }

    // t.x and t.* of a table whose alias had to become its full name.
    static TextEdit? Renamed(SqlText sql, ColumnName column)
    {
        for (var scope = column.Scope; scope is not null; scope = scope.Outer)
        {
            var named = scope.Named(column.Parts[0]).ToArray();
            if (named.Length == 0) continue;
            if (!named.Any(e => e.Table is { NeedsFullAlias: true })) return null;
            if (named.Length == 1) return Edit(sql, column, 1, named[0].Table!);
            throw EngineException.At(
                EngineErrorKind.Binding, $"Ambiguous reference to table \"{column.Parts[0]}\": write the namespace, or give the tables aliases.", sql.Text, column.Start);
        }
        return null;
    }

    static TextEdit Edit(SqlText sql, ColumnName column, int length, TableReference table)
    {
        var token = sql.TokenAt(column.Start) + 2 * (length - 1);
        return new TextEdit(column.Start, sql.Tokens[token].End, table.AliasText);
    }
}
