using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Selectors;

/// <summary>Evaluates --select, --exclude and selectors.yml.</summary>
public sealed class NodeSelector
{
    private readonly DbtManifest manifest;
    private readonly SelectorMethods methods;
    private readonly IReadOnlyDictionary<string, object?> named;

    public NodeSelector(DbtManifest manifest, string rootPackage, string rootFolder, IReadOnlyDictionary<string, object?> namedSelectors)
    {
        this.manifest = manifest;
        named = namedSelectors;
        methods = new SelectorMethods(manifest, rootPackage, rootFolder);
    }

    /// <summary>Nodes that are selected and not excluded, tests by indirect selection included.</summary>
    public HashSet<string> Select(IReadOnlyList<string> select, IReadOnlyList<string> exclude, IndirectSelection indirect)
    {
        var chosen = select.Count == 0
            ? new Selection(manifest.Nodes.Keys.ToHashSet(StringComparer.Ordinal), [])
            : Union(select.Select(s => Wanted(s, indirect)));
        var selected = Incorporate(chosen, indirect);
        if (exclude.Count > 0)
        {
            var removed = Union(exclude.Select(s => Expression(s, indirect)));
            selected.ExceptWith(removed.Direct);
            selected.ExceptWith(removed.Indirect);
        }

        return selected;
    }

    /// <summary>Expressions of the last selection that matched nothing.</summary>
    public List<string> Unmatched { get; } = [];

    private Selection Wanted(string text, IndirectSelection indirect)
    {
        var found = Expression(text, indirect);
        if (found.Direct.Count == 0)
        {
            Unmatched.Add(text);
        }

        return found;
    }

    /// <summary>A definition of selectors.yml.</summary>
    public HashSet<string> SelectNamed(string name, IndirectSelection indirect)
    {
        if (!named.TryGetValue(name, out var definition))
        {
            throw new DbtException(
                DbtErrorKind.Usage, $"Could not find selector named {name}, expected one of [{string.Join(", ", named.Keys.Select(PyText.Quote))}]");
        }

        return Incorporate(Definition(definition, indirect), indirect);
    }

    /// <summary>Directly selected nodes, and tests that come along if all their parents turn out to be selected.</summary>
    private sealed record Selection(HashSet<string> Direct, HashSet<string> Indirect);

    private static Selection Union(IEnumerable<Selection> parts)
    {
        var result = new Selection(new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        foreach (var part in parts)
        {
            result.Direct.UnionWith(part.Direct);
            result.Indirect.UnionWith(part.Indirect);
        }

        return result;
    }

    private static Selection Intersection(IReadOnlyList<Selection> parts)
    {
        var direct = new HashSet<string>(parts[0].Direct, StringComparer.Ordinal);
        var all = parts.Select(p => p.Direct.Concat(p.Indirect).ToHashSet(StringComparer.Ordinal)).ToList();
        var whole = new HashSet<string>(all[0], StringComparer.Ordinal);
        foreach (var part in parts.Skip(1))
        {
            direct.IntersectWith(part.Direct);
        }

        all.ForEach(whole.IntersectWith);
        whole.ExceptWith(direct);
        return new Selection(direct, whole);
    }

    private Selection Expression(string text, IndirectSelection indirect) =>
        Intersection(text.Split(',').Select(part => Criterion(SelectorSpec.Parse(part), indirect)).ToList());

    private Selection Criterion(SelectorSpec spec, IndirectSelection indirect)
    {
        if (spec.Method == "selector")
        {
            return new Selection(SelectNamed(spec.Value, indirect), []);
        }

        var found = methods.Match(spec).Select(n => n.UniqueId).ToHashSet(StringComparer.Ordinal);
        var result = new HashSet<string>(found, StringComparer.Ordinal);
        if (spec.ChildrensParents)
        {
            result.UnionWith(manifest.Reach(found, upstream: false, int.MaxValue));
            result.UnionWith(manifest.Reach(result.ToList(), upstream: true, int.MaxValue));
        }

        result.UnionWith(manifest.Reach(found, upstream: true, spec.ParentDepth));
        result.UnionWith(manifest.Reach(found, upstream: false, spec.ChildDepth));
        return Expand(result, indirect);
    }

    /// <summary>Adds tests of the selected nodes.</summary>
    private Selection Expand(HashSet<string> selected, IndirectSelection indirect)
    {
        var direct = new HashSet<string>(selected, StringComparer.Ordinal);
        var pending = new HashSet<string>(StringComparer.Ordinal);
        if (indirect == IndirectSelection.Empty)
        {
            return new Selection(direct, pending);
        }

        foreach (var test in selected.SelectMany(manifest.ChildrenOf).Distinct(StringComparer.Ordinal).Where(id => manifest.Nodes[id].ResourceType is "test" or "unit_test"))
        {
            if (indirect == IndirectSelection.Eager || manifest.ParentsOf(test).All(selected.Contains))
            {
                direct.Add(test);
            }
            else
            {
                pending.Add(test);
            }
        }

        return new Selection(direct, pending);
    }

    private HashSet<string> Incorporate(Selection selection, IndirectSelection indirect)
    {
        var result = new HashSet<string>(selection.Direct, StringComparer.Ordinal);
        var allowed = indirect == IndirectSelection.Buildable
            ? result.Concat(manifest.Reach(result, upstream: true, int.MaxValue)).ToHashSet(StringComparer.Ordinal)
            : selection.Direct;
        result.UnionWith(selection.Indirect.Where(test => manifest.ParentsOf(test).All(allowed.Contains)));
        return result;
    }

    private Selection Definition(object? definition, IndirectSelection indirect)
    {
        if (definition is string text)
        {
            return Union(text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => Expression(t, indirect)));
        }

        var dict = definition as PyDict ?? throw new DbtException(DbtErrorKind.Project, "A selector's definition must be text or a mapping");
        foreach (var operation in new[] { "union", "intersection" })
        {
            if (dict.TryGetValue(operation, out var parts))
            {
                return Combine(PyIteration.ToList(parts), operation == "union", indirect);
            }
        }

        return Method(dict, indirect);
    }

    private Selection Combine(List<object?> parts, bool union, IndirectSelection indirect)
    {
        var excluded = parts.OfType<PyDict>().Where(p => p.Count == 1 && p.ContainsKey("exclude")).ToList();
        var included = parts.Where(p => !excluded.Contains(p)).Select(p => Definition(p, indirect)).ToList();
        var result = union ? Union(included) : Intersection(included);
        foreach (var part in excluded.SelectMany(e => PyIteration.ToList(e["exclude"])))
        {
            Subtract(result, Definition(part, indirect));
        }

        return result;
    }

    private Selection Method(PyDict dict, IndirectSelection indirect)
    {
        bool Flag(string key) => dict.TryGetValue(key, out var value) && PyIteration.IsTrue(value);
        int Depth(string flag) => !Flag(flag) ? 0 : dict.TryGetValue(flag + "_depth", out var depth) && PyNumber.TryIndex(depth, out var number) ? (int)number : int.MaxValue;
        if (!dict.TryGetValue("method", out var method))
        {
            var single = dict.Pairs.Single();
            return Expression($"{PyText.Str(single.Key)}:{PyText.Str(single.Value)}", indirect);
        }

        if (dict.TryGetValue("indirect_selection", out var own))
        {
            indirect = Enum.Parse<IndirectSelection>(PyText.Str(own), ignoreCase: true);
        }

        var name = PyText.Str(method).Split('.', 2);
        var spec = new SelectorSpec(
            name[0], name.Length > 1 ? name[1] : null, PyText.Str(dict["value"]), Depth("parents"), Depth("children"), Flag("childrens_parents"));
        var result = Criterion(spec, indirect);
        if (dict.TryGetValue("exclude", out var excluded))
        {
            foreach (var part in PyIteration.ToList(excluded))
            {
                Subtract(result, Definition(part, indirect));
            }
        }

        return result;
    }

    private static void Subtract(Selection from, Selection what)
    {
        from.Direct.ExceptWith(what.Direct);
        from.Direct.ExceptWith(what.Indirect);
        from.Indirect.ExceptWith(what.Direct);
    }
}
