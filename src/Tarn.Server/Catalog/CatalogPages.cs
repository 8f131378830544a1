using System.Collections.Immutable;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Statistics;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Server.Builds;
using Tarn.Server.Lineage;
using Tarn.Server.Syncs;
using Tarn.Transform.Artifacts;

namespace Tarn.Server.Catalog;

/// <summary>What one principal is told about the catalog: everything by name, numbers and columns where rows may be read.</summary>
sealed class CatalogPages(IAuthorizer authorizer)
{
    static readonly (Permission Permission, string Word)[] Rights =
        [(Permission.WriteRows, "write"), (Permission.ManageTables, "manage"), (Permission.MaintainTables, "maintain")];

    /// <summary>The property that says whose a table is, in the words of other engines.</summary>
    const string OwnerKey = "owner";

    public CatalogAnswer Tree(CatalogState state, BuiltProject? builds, Principal principal)
    {
        var tables = state.Tables.Where(t => May(principal, Permission.BrowseCatalog, t)).ToLookup(t => t.Identifier.Namespace);
        var namespaces = state.Namespaces.OrderBy(n => n.ToString(), StringComparer.Ordinal).Select(n => new NamespaceAnswer(
            n.ToString(), n.Levels, [.. tables[n].OrderBy(t => t.Identifier.Name, StringComparer.Ordinal).Select(t => Summary(t, builds, state.AsOf, principal))]));
        return new CatalogAnswer(state.AsOf, [.. namespaces]);
    }

    /// <summary>Null where the principal may not know of it.</summary>
    public TableAnswer? Detail(KnownTable table, BuiltProject? builds, ProjectSources.Known sources, DateTimeOffset now, Principal principal)
    {
        if (!May(principal, Permission.BrowseCatalog, table)) return null;
        var ns = table.Identifier.Namespace;
        var answer = new TableAnswer(ns.ToString(), ns.Levels, table.Identifier.Name, table.Kind, Columns(table));
        if (!May(principal, Permission.ReadRows, table)) return answer;
        var node = ProjectBuilds.NodeOf(builds, table.Identifier);
        return answer with
        {
            Doc = table.Property("comment") ?? (node?.Description is { Length: > 0 } description ? description : null),
            Snapshot = table.SnapshotId,
            AsOf = table.Snapshot?.Timestamp,
            ReadAt = now,
            Rows = table.Rows?.Rows,
            RowsBound = BoundWord.Of(table.Rows),
            Bytes = table.Total("total-files-size"),
            Files = table.Total("total-data-files"),
            FormatVersion = table.Metadata?.FormatVersion,
            PartitionSpec = table.Metadata is { } metadata ? [.. metadata.Spec.Fields.Select(f => Field(f, metadata.Schema))] : [],
            Sql = table.View?.CurrentVersion.Representations.FirstOrDefault(r => r.IsSql)?.Sql,
            Location = table.Metadata?.Location ?? table.View?.Location,
            Owner = table.Property(OwnerKey),
            Operation = table.Snapshot?.Operation,
            Freshness = Freshness.Of(table, builds, now),
            Properties = table.Metadata?.Properties ?? table.View?.Properties,
            SortOrder = table.Metadata is { SortOrder.IsUnsorted: false } sorted ? [.. sorted.SortOrder.Fields.Select(f => $"{f.Transform}({sorted.Schema.FindName(f.SourceId)}) {f.Direction}")] : null,
            Key = table.Metadata is null ? null : TableKey.Of(table, node, builds, sources),
            Dropped = table.Metadata is { } m ? DroppedColumns(m) : null,
            Snapshots = table.Metadata?.Snapshots.Length,
            Lineage = TableLineage.Of(table.Identifier, builds, sources),
            Model = node is null or { ResourceType: "source" } ? null : new ModelLink(node.UniqueId, node.Name, node.Path),
            May = [.. Rights.Where(r => May(principal, r.Permission, table)).Select(r => r.Word)],
        };
    }

    public bool May(Principal principal, Permission permission, KnownTable table) =>
        authorizer.Decide(principal, permission, table.Secured) is Decision.Allowed;

    TableSummary Summary(KnownTable table, BuiltProject? builds, DateTimeOffset now, Principal principal)
    {
        var summary = new TableSummary(table.Identifier.Name, table.Kind);
        if (!May(principal, Permission.ReadRows, table)) return summary;
        return summary with
        {
            Rows = table.Rows?.Rows,
            RowsBound = BoundWord.Of(table.Rows),
            Bytes = table.Total("total-files-size"),
            Snapshot = table.SnapshotId,
            ModifiedAt = table.Snapshot?.Timestamp,
            Files = table.Total("total-data-files"),
            Operation = table.Snapshot?.Operation,
            Freshness = Freshness.Of(table, builds, now),
            Owner = table.Property(OwnerKey),
            Damaged = table.IsUnreadable ? true : null,
        };
    }

    static IReadOnlyList<ColumnAnswer> Columns(KnownTable table)
    {
        if (table.Schema is not { } schema) return [];
        var history = table.Metadata is { } metadata ? SchemaHistory.Of(metadata) : new Dictionary<int, IReadOnlyList<ColumnChange>>();
        var counts = table.Metadata?.LatestDistinctCounts() ?? ImmutableSortedDictionary<int, long>.Empty;
        return [.. schema.Fields.Select(f => Column(f, history, counts))];
    }

    static ColumnAnswer Column(NestedField field, IReadOnlyDictionary<int, IReadOnlyList<ColumnChange>> history, ImmutableSortedDictionary<int, long> counts)
    {
        var children = field.Type.Children;
        return new ColumnAnswer(
            field.Id, field.Name, field.Type.ToString()!, field.Required, field.Doc, children.Count == 0 ? null : [.. children.Select(c => Column(c, history, counts))])
        {
            History = history.GetValueOrDefault(field.Id),
            DistinctValues = counts.TryGetValue(field.Id, out var distinct) ? distinct : null,
            Default = field.InitialDefault is { } value && children.Count == 0 ? ValueText.Plain(field.Type, value) : null,
        };
    }

    static IReadOnlyList<ColumnAnswer> DroppedColumns(TableMetadata metadata)
    {
        var history = SchemaHistory.Of(metadata);
        return
        [
            .. metadata.Schemas.OrderByDescending(s => s.SchemaId).SelectMany(s => s.Fields).Where(f => metadata.Schema.FindField(f.Id) is null)
                .DistinctBy(f => f.Id).Select(f => Column(f, history, ImmutableSortedDictionary<int, long>.Empty)),
        ];
    }

    static PartitionFieldAnswer Field(PartitionField field, Schema schema) =>
        new(field.Name, field.Transform.ToString()!, schema.FindName(field.SourceId) ?? "?");
}
