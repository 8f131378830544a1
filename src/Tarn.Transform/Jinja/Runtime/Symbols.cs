namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Where a local variable gets its first value.</summary>
internal enum LoadKind
{
    Parameter,
    Resolve,
    Alias,
    Undefined,
}

/// <summary>Names of one scope and the variables that stand for them. Follows Jinja's rules of scoping, which are static.</summary>
internal sealed class Symbols
{
    private readonly Symbols? parent;
    private readonly int level;
    private readonly Dictionary<string, string> refs = new(StringComparer.Ordinal);
    private readonly HashSet<string> stores = new(StringComparer.Ordinal);

    public Symbols(Symbols? parent = null)
    {
        this.parent = parent;
        level = parent is null ? 0 : parent.level + 1;
    }

    public Dictionary<string, (LoadKind Kind, string? Source)> Loads { get; } = new(StringComparer.Ordinal);

    public Symbols Copy()
    {
        var copy = new Symbols(parent);
        foreach (var (name, ident) in refs)
        {
            copy.refs[name] = ident;
        }

        foreach (var (ident, load) in Loads)
        {
            copy.Loads[ident] = load;
        }

        copy.stores.UnionWith(stores);
        return copy;
    }

    public string? FindRef(string name) => refs.TryGetValue(name, out var ident) ? ident : parent?.FindRef(name);

    public string Ref(string name) => FindRef(name) ?? Define(name, LoadKind.Resolve, name);

    public void Load(string name)
    {
        if (FindRef(name) is null)
        {
            Define(name, LoadKind.Resolve, name);
        }
    }

    public void Store(string name)
    {
        stores.Add(name);
        if (refs.ContainsKey(name))
        {
            return;
        }

        var outer = parent?.FindRef(name);
        Define(name, outer is null ? LoadKind.Undefined : LoadKind.Alias, outer);
    }

    public string DeclareParameter(string name)
    {
        stores.Add(name);
        return Define(name, LoadKind.Parameter, null);
    }

    public bool IsStored(string name) => stores.Contains(name);

    /// <summary>Takes over what the branches of a condition did; a name that only some of them set is looked up first.</summary>
    public void Merge(params Symbols[] branches)
    {
        var added = branches.SelectMany(b => b.stores).Where(s => !stores.Contains(s)).ToHashSet(StringComparer.Ordinal);
        foreach (var branch in branches)
        {
            foreach (var (name, ident) in branch.refs)
            {
                refs[name] = ident;
            }

            foreach (var (ident, load) in branch.Loads)
            {
                Loads[ident] = load;
            }

            stores.UnionWith(branch.stores);
        }

        foreach (var name in added)
        {
            var outer = parent?.FindRef(name);
            Loads[Ref(name)] = outer is null ? (LoadKind.Resolve, name) : (LoadKind.Alias, outer);
        }
    }

    /// <summary>Every name that this scope or one around it sets, with its variable.</summary>
    public Dictionary<string, string> VisibleStores()
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var node = this; node is not null; node = node.parent)
        {
            foreach (var name in node.stores.Order(StringComparer.Ordinal))
            {
                result.TryAdd(name, Ref(name));
            }
        }

        return result;
    }

    private string Define(string name, LoadKind kind, string? source)
    {
        var ident = $"l_{level}_{name}";
        refs[name] = ident;
        Loads[ident] = (kind, source);
        return ident;
    }
}
