using Tarn.Security.Identity;
using Tarn.Security.Roles;

namespace Tarn.Server.Catalog;

/// <summary>Finds namespaces, tables and columns by name: exact, then prefix, then the beginning of a word, then anywhere.</summary>
sealed class CatalogSearch(CatalogPages pages)
{
    const int NoMatch = int.MaxValue;

    public FindAnswer Find(CatalogState state, Principal principal, string text, int limit, IEnumerable<FoundItem> others)
    {
        var query = text.Trim();
        if (query.Length == 0) return new FindAnswer([]);
        var seen = state.Tables.Where(t => pages.May(principal, Permission.BrowseCatalog, t)).ToList();
        var items = Namespaces(state).Concat(seen.Select(Table)).Concat(Columns(seen)).Concat(others)
            .Select(item => (Item: item, Rank: Rank(item, query)))
            .Where(found => found.Rank != NoMatch)
            .OrderBy(found => found.Rank).ThenBy(found => found.Item.Name.Length).ThenBy(found => found.Item.Name, StringComparer.OrdinalIgnoreCase)
            .Take(limit).Select(found => found.Item);
        return new FindAnswer([.. items]);
    }

    static IEnumerable<FoundItem> Namespaces(CatalogState state) =>
        state.Namespaces.Select(n => new FoundItem("namespace", n.ToString()) { Namespace = n.ToString(), Levels = n.Levels });

    static FoundItem Table(KnownTable table)
    {
        var ns = table.Identifier.Namespace;
        return new FoundItem(table.Kind, table.Identifier.Name) { Namespace = ns.ToString(), Levels = ns.Levels, Table = table.Identifier.Name };
    }

    /// <summary>One item a name: many tables have an <c>id</c>.</summary>
    static IEnumerable<FoundItem> Columns(List<KnownTable> tables) =>
        from table in tables
        where table.Schema is not null
        from field in table.Schema!.Fields
        group (table, field) by field.Name.ToLowerInvariant() into same
        let first = same.First()
        select new FoundItem("column", first.field.Name)
        {
            Namespace = first.table.Identifier.Namespace.ToString(),
            Levels = first.table.Identifier.Namespace.Levels,
            Table = first.table.Identifier.Name,
            Type = first.field.Type.ToString(),
            Tables = same.Count(),
        };

    /// <summary>Columns come after tables of the same closeness. A dotted query is compared with the whole name.</summary>
    static int Rank(FoundItem item, string query)
    {
        var whole = item.Kind is "table" or "view" ? $"{item.Namespace}.{item.Name}" : item.Name;
        var best = Math.Min(Closeness(item.Name, query), Closeness(whole, query));
        return best == NoMatch ? NoMatch : (best * 2) + (item.Kind == "column" ? 1 : 0);
    }

    static int Closeness(string name, string query)
    {
        if (name.Equals(query, StringComparison.OrdinalIgnoreCase)) return 0;
        if (name.StartsWith(query, StringComparison.OrdinalIgnoreCase)) return 1;
        var at = name.IndexOf(query, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return NoMatch;
        for (; at >= 0; at = name.IndexOf(query, at + 1, StringComparison.OrdinalIgnoreCase))
            if (at > 0 && !char.IsLetterOrDigit(name[at - 1])) return 2;
        return 3;
    }
}
