using System.Collections.Immutable;

namespace Tarn.Server.Catalog;

/// <summary>The names of a catalog's state as finding compares them, made once for each state.</summary>
sealed class CatalogNames
{
    public CatalogNames(CatalogState state)
    {
        Namespaces = [.. state.Namespaces.Select(n => new FoundItem("namespace", n.ToString()) { Namespace = n.ToString(), Levels = n.Levels })];
        Tables = [.. state.Tables.Select(t => new Named(t, Table(t), $"{t.Identifier.Namespace}.{t.Identifier.Name}"))];
        Columns =
        [
            .. state.Tables.Where(t => t.Schema is not null).SelectMany(t => t.Schema!.Fields.Select(f => (Table: t, Field: f)))
                .GroupBy(c => c.Field.Name, StringComparer.OrdinalIgnoreCase).Select(g => new Column(g.Key, [.. g.Select(c => (c.Table, c.Field.Name, c.Field.Type.ToString()!))])),
        ];
    }

    /// <summary>A table with what is found.</summary>
    public sealed record Named(KnownTable Table, FoundItem Item, string Whole);

    /// <summary>All columns of one name: many tables have an <c>id</c>.</summary>
    public sealed record Column(string Name, ImmutableArray<(KnownTable Table, string Name, string Type)> In);

    public ImmutableArray<FoundItem> Namespaces { get; }

    public ImmutableArray<Named> Tables { get; }

    public ImmutableArray<Column> Columns { get; }

    static FoundItem Table(KnownTable table)
    {
        var ns = table.Identifier.Namespace;
        return new FoundItem(table.Kind, table.Identifier.Name) { Namespace = ns.ToString(), Levels = ns.Levels, Table = table.Identifier.Name };
    }
}
