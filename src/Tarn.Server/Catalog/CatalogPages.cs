using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Security.Identity;
using Tarn.Security.Roles;

namespace Tarn.Server.Catalog;

/// <summary>What one principal is told about the catalog: everything by name, numbers and columns where rows may be read.</summary>
sealed class CatalogPages(IAuthorizer authorizer)
{
    public CatalogAnswer Tree(CatalogState state, Principal principal)
    {
        var tables = state.Tables.Where(t => May(principal, Permission.BrowseCatalog, t)).ToLookup(t => t.Identifier.Namespace);
        var namespaces = state.Namespaces.OrderBy(n => n.ToString(), StringComparer.Ordinal).Select(n => new NamespaceAnswer(
            n.ToString(), n.Levels, [.. tables[n].OrderBy(t => t.Identifier.Name, StringComparer.Ordinal).Select(t => Summary(t, principal))]));
        return new CatalogAnswer(state.AsOf, [.. namespaces]);
    }

    /// <summary>Null where the principal may not know of it.</summary>
    public TableAnswer? Detail(KnownTable table, Principal principal)
    {
        if (!May(principal, Permission.BrowseCatalog, table)) return null;
        var ns = table.Identifier.Namespace;
        var answer = new TableAnswer(ns.ToString(), ns.Levels, table.Identifier.Name, table.Kind, Columns(table));
        if (!May(principal, Permission.ReadRows, table)) return answer;
        return answer with
        {
            Doc = table.Metadata?.Property("comment") ?? table.View?.Properties.GetValueOrDefault("comment"),
            Snapshot = table.SnapshotId,
            AsOf = table.Snapshot?.Timestamp,
            Rows = table.Total("total-records"),
            Bytes = table.Total("total-files-size"),
            Files = table.Total("total-data-files"),
            FormatVersion = table.Metadata?.FormatVersion,
            PartitionSpec = table.Metadata is { } metadata ? [.. metadata.Spec.Fields.Select(f => Field(f, metadata.Schema))] : [],
            Sql = table.View?.CurrentVersion.Representations.FirstOrDefault(r => r.IsSql)?.Sql,
        };
    }

    public bool May(Principal principal, Permission permission, KnownTable table) =>
        authorizer.Decide(principal, permission, table.Secured) is Decision.Allowed;

    TableSummary Summary(KnownTable table, Principal principal)
    {
        var summary = new TableSummary(table.Identifier.Name, table.Kind);
        if (!May(principal, Permission.ReadRows, table)) return summary;
        return summary with
        {
            Rows = table.Total("total-records"),
            Bytes = table.Total("total-files-size"),
            Snapshot = table.SnapshotId,
            ModifiedAt = table.Snapshot?.Timestamp,
        };
    }

    static IReadOnlyList<ColumnAnswer> Columns(KnownTable table) => table.Schema is { } schema ? [.. schema.Fields.Select(Column)] : [];

    static ColumnAnswer Column(NestedField field)
    {
        var children = field.Type.Children;
        return new ColumnAnswer(
            field.Id, field.Name, field.Type.ToString()!, field.Required, field.Doc, children.Count == 0 ? null : [.. children.Select(Column)]);
    }

    static PartitionFieldAnswer Field(PartitionField field, Schema schema) =>
        new(field.Name, field.Transform.ToString()!, schema.FindName(field.SourceId) ?? "?");
}
