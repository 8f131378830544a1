namespace Tarn.Transform.Graph;

/// <summary>Every enabled resource of a project and how they depend on each other.</summary>
public sealed class DbtManifest
{
    private readonly Dictionary<string, List<string>> children = new(StringComparer.Ordinal);

    public DbtManifest(IEnumerable<DbtNode> nodes, IEnumerable<DbtNode> disabled)
    {
        Nodes = nodes.ToDictionary(n => n.UniqueId, StringComparer.Ordinal);
        Disabled = disabled.ToList();
        foreach (var node in Nodes.Values)
        {
            foreach (var parent in node.DependsOn)
            {
                if (!children.TryGetValue(parent, out var list))
                {
                    children[parent] = list = [];
                }

                list.Add(node.UniqueId);
            }
        }
    }

    public IReadOnlyDictionary<string, DbtNode> Nodes { get; }

    public IReadOnlyList<DbtNode> Disabled { get; }

    public IReadOnlyList<string> ChildrenOf(string id) => children.TryGetValue(id, out var list) ? list : [];

    public IReadOnlyList<string> ParentsOf(string id) => Nodes[id].DependsOn;

    /// <summary>All nodes upstream (or downstream) of some, at most so many steps away.</summary>
    public HashSet<string> Reach(IEnumerable<string> from, bool upstream, int depth)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var edge = from.ToList();
        for (var step = 0; step < depth && edge.Count > 0; step++)
        {
            edge = edge.SelectMany(id => upstream ? ParentsOf(id) : ChildrenOf(id)).Where(found.Add).ToList();
        }

        return found;
    }

    /// <summary>A cycle in words, or null.</summary>
    public string? FindCycle()
    {
        var state = new Dictionary<string, int>(StringComparer.Ordinal);
        var path = new List<string>();
        foreach (var id in Nodes.Keys)
        {
            if (Walk(id, state, path))
            {
                return string.Join(" --> ", path);
            }
        }

        return null;
    }

    private bool Walk(string id, Dictionary<string, int> state, List<string> path)
    {
        if (state.TryGetValue(id, out var mark))
        {
            if (mark == 1)
            {
                path.RemoveRange(0, path.IndexOf(id));
                path.Add(id);
            }

            return mark == 1;
        }

        state[id] = 1;
        path.Add(id);
        foreach (var child in ChildrenOf(id))
        {
            if (Walk(child, state, path))
            {
                return true;
            }
        }

        path.RemoveAt(path.Count - 1);
        state[id] = 2;
        return false;
    }
}
