using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Server.Catalog;

namespace Tarn.Server.Completion;

/// <summary>Proposes what may stand at the cursor: names of the catalog by scope, then functions and keywords.</summary>
sealed class Completer(CatalogPages pages, string defaultNamespace)
{
    const int MostItems = 100;

    public CompletionAnswer Complete(CatalogState catalog, Principal principal, string text, int cursor)
    {
        if (CursorPlace.Find(text, cursor) is not { } place) return new CompletionAnswer(cursor, []);
        var seen = catalog.Tables.Where(t => pages.May(principal, Permission.BrowseCatalog, t)).ToList();
        var scope = Relation.Of(place.Statement).Select(r => (Relation: r, Table: Resolve(seen, r.Path))).ToList();
        var proposals = place.Qualifiers.Count > 0
            ? Qualified(catalog, seen, scope, place.Qualifiers)
            : place.WantsRelation ? Relations(catalog, seen) : Expressions(scope, seen, catalog);
        var items = proposals
            .Select((item, order) => (Item: item, Rank: Rank(item.Label, place.Typed), Order: order))
            .Where(p => p.Rank >= 0)
            .OrderBy(p => p.Rank).ThenBy(p => p.Order)
            .DistinctBy(p => (p.Item.Kind, p.Item.Label))
            .Take(MostItems).Select(p => p.Item);
        return new CompletionAnswer(place.From, [.. items]);
    }

    /// <summary>After <c>alias.</c>: columns; after <c>namespace.</c>: what is in it.</summary>
    static IEnumerable<CompletionItem> Qualified(
        CatalogState catalog, List<KnownTable> seen, List<(Relation Relation, KnownTable? Table)> scope, IReadOnlyList<string> qualifiers)
    {
        if (qualifiers.Count == 1)
            foreach (var (relation, table) in scope.Where(s => Same(s.Relation.Name, qualifiers[0])))
                foreach (var column in Columns(table)) yield return column;
        foreach (var column in Columns(Resolve(seen, qualifiers, ""))) yield return column;
        foreach (var table in seen.Where(t => SamePath(t.Identifier.Namespace.Levels, qualifiers))) yield return Table(table, full: false);
        foreach (var child in catalog.Namespaces.Where(n => n.Levels.Length > 1 && SamePath(n.Levels.AsSpan(0, n.Levels.Length - 1).ToArray(), qualifiers)))
            yield return Item(child.Name, "namespace");
    }

    IEnumerable<CompletionItem> Relations(CatalogState catalog, List<KnownTable> seen) =>
        seen.Where(t => t.Identifier.Namespace.ToString() == defaultNamespace).Select(t => Table(t, full: false))
            .Concat(catalog.Namespaces.Where(n => n.Levels.Length == 1).Select(n => Item(n.Name, "namespace")))
            .Concat(seen.Where(t => t.Identifier.Namespace.ToString() != defaultNamespace).Select(t => Table(t, full: true)));

    IEnumerable<CompletionItem> Expressions(List<(Relation Relation, KnownTable? Table)> scope, List<KnownTable> seen, CatalogState catalog) =>
        scope.SelectMany(s => Columns(s.Table))
            .Concat(scope.Where(s => s.Relation.Alias is not null).Select(s => Item(s.Relation.Alias!, "alias")))
            .Concat(SqlWords.Keywords.Select(k => new CompletionItem(k, "keyword")))
            .Concat(SqlWords.Functions.Select(f => new CompletionItem(f.Name, "function") { Doc = f.Name + f.Arguments, Apply = f.Arguments.Length > 0 ? f.Name + "(" : null }))
            .Concat(Relations(catalog, seen));

    static IEnumerable<CompletionItem> Columns(KnownTable? table) =>
        table?.Schema is { } schema ? schema.Fields.Select(f => Item(f.Name, "column") with { Type = f.Type.ToString(), Doc = f.Doc }) : [];

    static CompletionItem Table(KnownTable table, bool full)
    {
        var name = table.Identifier.Name;
        if (!full) return Item(name, table.Kind);
        var path = table.Identifier.Namespace.Levels.Add(name);
        return new CompletionItem(string.Join('.', path), table.Kind) { Apply = string.Join('.', path.Select(SqlWords.Quote)) };
    }

    static CompletionItem Item(string name, string kind)
    {
        var quoted = SqlWords.Quote(name);
        return new CompletionItem(name, kind) { Apply = quoted == name ? null : quoted };
    }

    KnownTable? Resolve(List<KnownTable> seen, IReadOnlyList<string> path) => Resolve(seen, path, defaultNamespace);

    /// <summary>A table by its path, with the catalog's name in front or not; bare names are in the default namespace.</summary>
    static KnownTable? Resolve(List<KnownTable> seen, IReadOnlyList<string> path, string defaultNamespace) =>
        seen.FirstOrDefault(t => Same(t.Identifier.Name, path[^1]) && (path.Count == 1
            ? t.Identifier.Namespace.ToString() == defaultNamespace
            : SamePath(t.Identifier.Namespace.Levels, [.. path.Take(path.Count - 1)]) || SamePath(t.Identifier.Namespace.Levels, [.. path.Skip(1).Take(path.Count - 2)])));

    static bool SamePath(IReadOnlyList<string> a, IReadOnlyList<string> b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second));

    static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    /// <summary>0 begins with what was typed, 1 has a word that does, 2 holds it; -1 does not.</summary>
    static int Rank(string label, string typed)
    {
        if (label.StartsWith(typed, StringComparison.OrdinalIgnoreCase)) return 0;
        var at = label.IndexOf(typed, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? -1 : char.IsLetterOrDigit(label[at - 1]) ? 2 : 1;
    }
}
