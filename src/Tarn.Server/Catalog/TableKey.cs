using Tarn.Server.Syncs;
using Tarn.Transform.Artifacts;

namespace Tarn.Server.Catalog;

/// <summary>Which columns identify a row of a table: its identifier fields, else its sync's key, else what the dbt project says or tests.</summary>
static class TableKey
{
    public static DiffKey Of(KnownTable table, BuiltNode? node, BuiltProject? builds, ProjectSources.Known sources)
    {
        var schema = table.Schema!;
        if (!schema.IdentifierFieldIds.IsEmpty) return Known(table, [.. schema.IdentifierFieldIds.Select(id => schema.FindName(id)!)], "identifier");
        if (ProjectSources.StreamOf(sources, table.Identifier)?.Stream.Key is { IsEmpty: false } key) return Known(table, key, "sync");
        if (node is { UniqueKey.IsEmpty: false }) return Known(table, node.UniqueKey, "dbt");
        var tested = node is null ? null : builds!.TestsOf(node.UniqueId).FirstOrDefault(t => t is { Test: "unique", Column: not null })?.Column;
        return tested is null ? new DiffKey([], "none") : Known(table, [tested], "dbt");
    }

    /// <summary>Only columns of the table itself can be compared by; a key that names others says nothing.</summary>
    static DiffKey Known(KnownTable table, IReadOnlyList<string> columns, string origin)
    {
        var found = columns.Select(c => table.Schema!.Fields.FirstOrDefault(f => f.Name.Equals(c, StringComparison.OrdinalIgnoreCase))?.Name).ToList();
        return found.Contains(null) ? new DiffKey([], "none") : new DiffKey([.. found.Select(c => c!)], origin);
    }
}
