using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Storage;
using Tarn.Storage.State;

namespace Tarn.Storage.Catalogs;

/// <summary>The catalog's statements, each within the transaction of its session.</summary>
static class CatalogRows
{
    public static List<Namespace> NamespacesBelow(StateSession session, Namespace parent)
    {
        var prefix = CatalogNames.PrefixOfChildren(parent);
        return [.. session.Query("SELECT name FROM namespaces WHERE substr(name, 1, length(@prefix)) = @prefix ORDER BY name", row => CatalogNames.Namespace(row.GetString(0)), ("@prefix", prefix))
            .Where(name => name.Levels.Length == parent.Levels.Length + 1)];
    }

    public static ImmutableSortedDictionary<string, string>? Properties(StateSession session, Namespace name) =>
        session.First("SELECT properties FROM namespaces WHERE name = @name", ReadProperties, ("@name", CatalogNames.Of(name)));

    public static bool Exists(StateSession session, Namespace name) =>
        session.Number("SELECT count(*) FROM namespaces WHERE name = @name", ("@name", CatalogNames.Of(name))) == 1;

    public static void Add(StateSession session, Namespace name, ImmutableSortedDictionary<string, string> properties) => session.Execute(
        "INSERT INTO namespaces (name, properties) VALUES (@name, @properties)", ("@name", CatalogNames.Of(name)), ("@properties", Text(properties)));

    public static void Update(StateSession session, Namespace name, ImmutableSortedDictionary<string, string> properties) => session.Execute(
        "UPDATE namespaces SET properties = @properties WHERE name = @name", ("@name", CatalogNames.Of(name)), ("@properties", Text(properties)));

    public static bool IsEmpty(StateSession session, Namespace name) => session.Number("""
        SELECT (SELECT count(*) FROM entries WHERE namespace = @name) + (SELECT count(*) FROM namespaces WHERE substr(name, 1, length(@prefix)) = @prefix)
        """, ("@name", CatalogNames.Of(name)), ("@prefix", CatalogNames.PrefixOfChildren(name))) == 0;

    public static bool Remove(StateSession session, Namespace name) =>
        session.Execute("DELETE FROM namespaces WHERE name = @name", ("@name", CatalogNames.Of(name))) == 1;

    public static List<TableIdentifier> Names(StateSession session, Namespace name, EntryKind kind) => session.Query(
        "SELECT name FROM entries WHERE namespace = @namespace AND kind = @kind ORDER BY name",
        row => new TableIdentifier(name, row.GetString(0)), ("@namespace", CatalogNames.Of(name)), ("@kind", Text(kind)));

    public static Dictionary<TableIdentifier, string> TableLocations(StateSession session) => session.Query(
        "SELECT namespace, name, metadata_location FROM entries WHERE kind = @kind",
        row => (Identifier: new TableIdentifier(CatalogNames.Namespace(row.GetString(0)), row.GetString(1)), Location: row.GetString(2)),
        ("@kind", Text(EntryKind.Table))).ToDictionary(t => t.Identifier, t => t.Location);

    /// <remarks>The unit separator sorts before every character that a level may hold, so that the names' order is that of the tree.</remarks>
    public static CatalogListing All(StateSession session)
    {
        var namespaces = session.Query("SELECT name FROM namespaces ORDER BY name", row => row.GetString(0));
        var parsed = namespaces.ToDictionary(name => name, CatalogNames.Namespace, StringComparer.Ordinal);
        return new CatalogListing([.. namespaces.Select(name => parsed[name])],
        [
            .. session.Query("SELECT namespace, name, kind, metadata_location FROM entries ORDER BY namespace, name", row => new CatalogPointer(
                new TableIdentifier(parsed[row.GetString(0)], row.GetString(1)), row.GetString(2) == Text(EntryKind.View), row.GetString(3))),
        ]);
    }

    public static CatalogEntry? Find(StateSession session, TableIdentifier identifier) => session.First(
        "SELECT kind, metadata_location FROM entries WHERE namespace = @namespace AND name = @name",
        row => new CatalogEntry(identifier, row.GetString(0) == "view" ? EntryKind.View : EntryKind.Table, row.GetString(1)),
        ("@namespace", CatalogNames.Of(identifier.Namespace)), ("@name", identifier.Name));

    public static bool Remove(StateSession session, TableIdentifier identifier, EntryKind kind) => session.Execute(
        "DELETE FROM entries WHERE namespace = @namespace AND name = @name AND kind = @kind",
        ("@namespace", CatalogNames.Of(identifier.Namespace)), ("@name", identifier.Name), ("@kind", Text(kind))) == 1;

    /// <summary>Whether the metadata of any table or view is in a folder.</summary>
    public static bool LivesBelow(StateSession session, string location)
    {
        var prefix = Location.Normalize(location.TrimEnd('/') + "/");
        return session.Query("SELECT metadata_location FROM entries", row => row.GetString(0))
            .Any(other => Location.Normalize(other).StartsWith(prefix, StringComparison.Ordinal));
    }

    public static void Rename(StateSession session, TableIdentifier from, TableIdentifier to) => session.Execute(
        "UPDATE entries SET namespace = @to_namespace, name = @to_name WHERE namespace = @namespace AND name = @name",
        ("@namespace", CatalogNames.Of(from.Namespace)), ("@name", from.Name), ("@to_namespace", CatalogNames.Of(to.Namespace)), ("@to_name", to.Name));

    /// <summary>Compares all pointers, then moves all: the transaction holds the store's write lock, so that nothing changes in between.</summary>
    public static SwapOutcome Swap(StateSession session, IReadOnlyList<PointerSwap> swaps)
    {
        foreach (var swap in swaps)
        {
            if (Find(session, swap.Identifier) is var found && (found?.MetadataLocation != swap.From || (found is not null && found.Kind != swap.Kind)))
                return new SwapOutcome.Moved(swap.Identifier);
            if (swap.From is null && !Exists(session, swap.Identifier.Namespace)) return new SwapOutcome.NoNamespace(swap.Identifier.Namespace);
        }
        foreach (var swap in swaps) Point(session, swap);
        return new SwapOutcome.Swapped();
    }

    static void Point(StateSession session, PointerSwap swap) => session.Execute("""
        INSERT INTO entries (namespace, name, kind, uuid, metadata_location) VALUES (@namespace, @name, @kind, @uuid, @location)
        ON CONFLICT (namespace, name) DO UPDATE SET uuid = excluded.uuid, metadata_location = excluded.metadata_location
        """, ("@namespace", CatalogNames.Of(swap.Identifier.Namespace)), ("@name", swap.Identifier.Name), ("@kind", Text(swap.Kind)),
        ("@uuid", swap.Uuid.ToString("D")), ("@location", swap.To));

    static string Text(EntryKind kind) => kind == EntryKind.View ? "view" : "table";

    static string Text(ImmutableSortedDictionary<string, string> properties) => JsonSerializer.Serialize(properties.ToDictionary(), CatalogJson.Default.DictionaryStringString);

    static ImmutableSortedDictionary<string, string> ReadProperties(SqliteDataReader row) =>
        StringMaps.Empty.AddRange(JsonSerializer.Deserialize(row.GetString(0), CatalogJson.Default.DictionaryStringString)!);
}
