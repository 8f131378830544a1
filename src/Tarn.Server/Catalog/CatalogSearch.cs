using Tarn.Security.Identity;
using Tarn.Security.Roles;

namespace Tarn.Server.Catalog;

/// <summary>Finds namespaces, tables and columns by name: exact, then prefix, then the beginning of a word, then anywhere.</summary>
sealed class CatalogSearch(CatalogPages pages)
{
    const int NoMatch = int.MaxValue;

    /// <remarks>A class, as what is found of <see cref="CatalogNames"/>: LINQ over structs of our own is compiled while somebody waits, and unoptimized at first.</remarks>
    /// <param name="Rank">How close; less is closer.</param>
    /// <param name="Name">What was compared.</param>
    /// <param name="Make">The item, or null where the principal may not know of it.</param>
    sealed record Found(int Rank, string Name, Func<FoundItem?> Make);

    public FindAnswer Find(CatalogState state, Principal principal, string text, int limit, IEnumerable<FoundItem> others)
    {
        var query = text.Trim();
        if (query.Length == 0) return new FindAnswer([]);
        var named = state.Names;
        var ranked = named.Namespaces.Concat(others).Select(item => new Found(Rank(item, query), item.Name, () => item))
            .Concat(named.Tables.Select(t => new Found(Rank(t.Item.Name, t.Whole, query), t.Item.Name, () => pages.May(principal, Permission.BrowseCatalog, t.Table) ? t.Item : null)))
            .Concat(named.Columns.Select(c => new Found(AfterTables(Rank(c.Name, c.Name, query)), c.Name, () => Column(c, principal))))
            .Where(found => found.Rank != NoMatch)
            .OrderBy(found => found.Rank).ThenBy(found => found.Name.Length).ThenBy(found => found.Name, StringComparer.OrdinalIgnoreCase);
        // What the principal may see is asked for the few that are shown, not for all.
        return new FindAnswer([.. ranked.Select(found => found.Make()).OfType<FoundItem>().Take(limit)]);
    }

    FoundItem? Column(CatalogNames.Column column, Principal principal)
    {
        var seen = column.In.Where(c => pages.May(principal, Permission.BrowseCatalog, c.Table)).ToList();
        if (seen.Count == 0) return null;
        var (table, name, type) = seen[0];
        return new FoundItem("column", name)
        {
            Namespace = table.Identifier.Namespace.ToString(),
            Levels = table.Identifier.Namespace.Levels,
            Table = table.Identifier.Name,
            Type = type,
            Tables = seen.Count,
        };
    }

    /// <summary>The project's own things come before what the documentation says of their like.</summary>
    static int Rank(FoundItem item, string query)
    {
        var rank = Rank(item.Name, item.Name, query);
        return item.Kind == "doc" ? AfterTables(rank) : rank;
    }

    /// <summary>Columns come after tables of the same closeness.</summary>
    static int AfterTables(int rank) => rank == NoMatch ? NoMatch : rank + 1;

    /// <summary>A dotted query is compared with the whole name.</summary>
    static int Rank(string name, string whole, string query)
    {
        var best = Math.Min(Closeness(name, query), ReferenceEquals(name, whole) ? NoMatch : Closeness(whole, query));
        return best == NoMatch ? NoMatch : best * 2;
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
