using Tarn.Iceberg.Catalogs;
using Tarn.Server.Builds;
using Tarn.Server.Syncs;
using Tarn.Transform.Artifacts;

namespace Tarn.Server.Lineage;

/// <summary>What feeds a table and what is made of it, one step each way, as far as syncs and the dbt project know.</summary>
sealed record LineageAnswer(IReadOnlyList<LineageItem> Up, IReadOnlyList<LineageItem> Down);

/// <summary>A neighbour. <c>kind</c> is <c>sync</c> (<c>name</c> is connection.stream) or <c>table</c>.</summary>
sealed record LineageItem(string Kind, string Name)
{
    public IReadOnlyList<string>? Levels { get; init; }

    public string? Table { get; init; }

    /// <summary>The dbt node that it comes from.</summary>
    public string? Model { get; init; }
}

/// <summary>Finds the neighbours.</summary>
static class TableLineage
{
    public static LineageAnswer Of(TableIdentifier table, BuiltProject? builds, ProjectSources.Known sources)
    {
        var up = new List<LineageItem>();
        if (ProjectSources.StreamOf(sources, table) is { } stream) up.Add(new LineageItem("sync", $"{stream.Connection.Name}.{stream.Stream.Name}"));
        if (builds is null || ProjectBuilds.NodeOf(builds, table) is not { } node) return new LineageAnswer(up, []);
        up.AddRange(node.DependsOn.SelectMany(id => Relations(builds, id, n => n.DependsOn)).Select(Item));
        // A model may also be read as a source by its name.
        var same = builds.Nodes.Values.Where(n => n.HasRelation && n.Schema == node.Schema && n.Relation == node.Relation);
        var down = same.SelectMany(n => builds.ChildrenOf(n.UniqueId)).SelectMany(n => Relations(builds, n.UniqueId, c => [.. builds.ChildrenOf(c.UniqueId).Select(x => x.UniqueId)]));
        return new LineageAnswer(Distinct(up), Distinct(down.Select(Item)));
    }

    /// <summary>A node with a table, or those on the other side of one that has none.</summary>
    static IEnumerable<BuiltNode> Relations(BuiltProject builds, string id, Func<BuiltNode, IReadOnlyList<string>> next)
    {
        if (!builds.Nodes.TryGetValue(id, out var node) || node.IsTest) return [];
        return node.HasRelation ? [node] : next(node).SelectMany(n => Relations(builds, n, next));
    }

    static LineageItem Item(BuiltNode node) => new("table", $"{node.Schema}.{node.Relation}")
    {
        Levels = node.Schema.Split('.'),
        Table = node.Relation,
        Model = node.ResourceType == "source" ? null : node.UniqueId,
    };

    static IReadOnlyList<LineageItem> Distinct(IEnumerable<LineageItem> items) => [.. items.DistinctBy(i => (i.Kind, i.Name)).OrderBy(i => i.Name, StringComparer.Ordinal)];
}
