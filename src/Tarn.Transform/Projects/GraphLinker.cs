using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Projects;

/// <summary>Resolves refs and sources to nodes.</summary>
internal static class GraphLinker
{
    public static void Link(ParsedProject parsed, List<DbtNode> enabled, List<DbtNode> disabled)
    {
        CheckUnique(enabled);
        var dropped = new HashSet<DbtNode>();
        var byName = enabled.ToLookup(n => n.Name, StringComparer.Ordinal);
        foreach (var node in enabled)
        {
            foreach (var (package, name, version) in node.Refs)
            {
                var target = FindRef(byName[name], node.PackageName, parsed.Root.Name, package, name, version);
                if (target is not null)
                {
                    CheckAccess(node, target, enabled);
                    Depend(node, target);
                }
                else if (node.ResourceType is "test" or "unit_test" && !parsed.NotYet.Exists(r => r.Name == name))
                {
                    dropped.Add(node);
                    if (!disabled.Exists(d => d.Name == name))
                    {
                        parsed.Warnings.Add($"{Title(node)} depends on a node named '{name}' in package '{package}' which was not found");
                    }
                }
                else
                {
                    throw parsed.NotYet.Find(r => r.Name == name) is { Name: not null } known
                        ? DbtException.NotYet($"{Title(node)} depends on the {known.Kind} '{name}'")
                        : Missing(node, package is null ? $"'{name}'" : $"'{package}.{name}'", disabled.Exists(d => d.Name == name));
                }
            }

            foreach (var (source, table) in node.Sources)
            {
                var target = enabled.Find(n => n.ResourceType == "source" && n.SourceName == source && n.Name == table && (n.PackageName == node.PackageName || n.PackageName == parsed.Root.Name))
                    ?? enabled.Find(n => n.ResourceType == "source" && n.SourceName == source && n.Name == table);
                Depend(node, target ?? throw MissingSource(
                    node, $"'{source}.{table}'", disabled.Exists(d => d.ResourceType == "source" && d.SourceName == source && d.Name == table)));
            }
        }

        parsed.Manifest = new DbtManifest(enabled.Where(n => !dropped.Contains(n)), disabled.Concat(dropped));
    }

    /// <summary>The node that a ref means: in the package named, else in the caller's package, the root, any; of versions the latest.</summary>
    public static DbtNode? FindRef(IEnumerable<DbtNode> nodes, string from, string root, string? package, string name, object? version)
    {
        var wanted = version is null ? null : PyText.Str(version);
        var candidates = nodes.Where(n => n.ResourceType is "model" or "seed" or "snapshot" && n.Name == name).ToList();
        candidates = candidates.Where(n => wanted is null ? n.Version is null || n.Version == Latest(n) : n.Version == wanted).ToList();
        return package is not null
            ? candidates.Find(n => n.PackageName == package)
            : candidates.Find(n => n.PackageName == from) ?? candidates.Find(n => n.PackageName == root) ?? candidates.FirstOrDefault();
    }

    private static string? Latest(DbtNode node) => node.Properties.TryGetValue("latest_version", out var latest) ? PyText.Str(latest) : null;

    /// <summary>A private model is for its group; a generic test belongs to the group of what it tests.</summary>
    private static void CheckAccess(DbtNode node, DbtNode target, List<DbtNode> enabled)
    {
        if (target.ResourceType != "model" || Text(target, "access") != "private")
        {
            return;
        }

        var from = node.AttachedNode is null ? node : enabled.Find(n => n.UniqueId == node.AttachedNode) ?? node;
        var group = Text(target, "group");
        if (from != target && (group is null || Text(from, "group") != group))
        {
            throw new DbtException(
                DbtErrorKind.Compilation,
                $"Parsing Error\n  Node {node.UniqueId} attempted to reference node {target.UniqueId}, which is not allowed because the referenced node is private to the '{group}' group.{NothingRun}");
        }
    }

    private static string? Text(DbtNode node, string key) => node.Config.TryGetValue(key, out var value) && value is not null ? PyText.Str(value) : null;

    private static void Depend(DbtNode node, DbtNode target)
    {
        if (!node.DependsOn.Contains(target.UniqueId))
        {
            node.DependsOn.Add(target.UniqueId);
        }
    }

    private const string NothingRun = "\n  Nothing was run. Name something that there is, or take the reference out.";

    private static DbtException Missing(DbtNode node, string target, bool isDisabled) => new(
        DbtErrorKind.Compilation,
        $"Compilation Error\n  {Title(node)} depends on a node named {target} which {(isDisabled ? "is disabled" : "was not found")}{NothingRun}");

    private static DbtException MissingSource(DbtNode node, string target, bool isDisabled) => new(
        DbtErrorKind.Compilation, $"Compilation Error\n  {Title(node)} depends on a source named {target} which {(isDisabled ? "is disabled" : "was not found")}{NothingRun}");

    private static string Title(DbtNode node) => $"{char.ToUpperInvariant(node.ResourceType[0])}{node.ResourceType[1..]} '{node.UniqueId}' ({node.Path})";

    private static void CheckUnique(List<DbtNode> nodes)
    {
        var relations = new Dictionary<string, DbtNode>(StringComparer.Ordinal);
        var names = new Dictionary<string, DbtNode>(StringComparer.Ordinal);
        foreach (var node in nodes.Where(n => n.ResourceType is "model" or "seed" or "snapshot"))
        {
            if (!names.TryAdd($"{node.PackageName}.{node.SearchName}", node))
            {
                var other = names[$"{node.PackageName}.{node.SearchName}"];
                throw new DbtException(
                    DbtErrorKind.Compilation,
                    $"Compilation Error\n  dbt found two {node.ResourceType}s with the name \"{node.Name}\".\n\n  Since these resources have the same name, dbt will be unable to find the correct resource\n"
                    + $"  when looking for ref(\"{node.Name}\").\n\n  To fix this, change the name of one of these resources:\n  - {other.UniqueId} ({other.Path})\n  - {node.UniqueId} ({node.Path})");
            }

            if (!node.IsEphemeral && !relations.TryAdd(node.RelationName, node))
            {
                var other = relations[node.RelationName];
                throw new DbtException(
                    DbtErrorKind.Compilation,
                    $"Compilation Error\n  dbt found two resources with the database representation \"{node.RelationName.Replace("\"", string.Empty, StringComparison.Ordinal)}\".\n  dbt cannot create two resources with identical database representations. To fix this,\n"
                    + $"  change the configuration of one of these resources:\n  - {other.UniqueId} ({other.Path})\n  - {node.UniqueId} ({node.Path})");
            }
        }
    }
}
