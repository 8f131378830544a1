using Tarn.Transform.Graph;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;
using Tarn.Transform.Projects;
using Tarn.Transform.Rendering;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Runs;

/// <summary>What a node's code sees at run time.</summary>
internal sealed class RunNames
{
    private readonly ParsedProject parsed;
    private readonly DbtNode node;
    private readonly Dictionary<string, PyDict> results = new(StringComparer.Ordinal);

    public RunNames(ParsedProject parsed, DbtNode node, IWarehouse warehouse, CancellationToken cancellationToken)
    {
        this.parsed = parsed;
        this.node = node;
        var context = parsed.ContextOf(node.Project);
        Adapter = new AdapterValue(parsed.Macros, parsed.Root, () => Scope!, warehouse, parsed.Options.Database, cancellationToken);
        var model = NodeValue.Of(node);
        Own = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["ref"] = new NativeFunction("ref", (_, a) => Ref(a)),
            ["source"] = new NativeFunction(new Signature("source(source_name, table_name)"), (_, a) => Source(PyText.Str(a[0]), PyText.Str(a[1]))),
            ["config"] = new ConfigValue(_ => { }, () => node.Config, text => parsed.Options.Log("JinjaLogWarning", text)),
            ["execute"] = true,
            ["this"] = This,
            ["model"] = model,
            ["node"] = model,
            ["database"] = node.Database,
            ["schema"] = node.Schema,
            ["adapter"] = Adapter,
            ["api"] = AdapterApi.Of(QuotePolicy.Of(parsed.Root.Settings)),
            ["graph"] = new PyDict(new Dictionary<string, object?> { ["nodes"] = Graph(n => n.ResourceType != "source"), ["sources"] = Graph(n => n.ResourceType == "source") }),
            ["store_result"] = new NativeFunction(new Signature("store_result(name, response, agate_table=None)"), (_, a) => Store(a)),
            ["load_result"] = new NativeFunction(new Signature("load_result(name)"), (_, a) => results.GetValueOrDefault(PyText.Str(a[0]))),
            ["render"] = new NativeFunction("render", a => DbtRenderer.Text(PyText.Str(a[0]), Names!), 1),
            ["write"] = new NativeFunction("write", (_, _) => string.Empty),
            ["doc"] = new NativeFunction("doc", (_, _) => string.Empty),
            ["pre_hooks"] = Hooks("pre-hook"),
            ["post_hooks"] = Hooks("post-hook"),
        };
        Scope = new MacroNames(parsed.Macros, node.PackageName, DbtEnvironments.Text, Own, context.Names);
        Names = Scope;
        Own["context"] = new NamesValue(Names);
        var builtins = new PyDict((PyDict)context.Values["builtins"]!);
        foreach (var name in new[] { "ref", "source", "config" })
        {
            builtins[name] = Own[name];
        }

        Own["builtins"] = builtins;
    }

    /// <summary>What a reference gives instead of the node's relation; null for that.</summary>
    public Func<DbtNode, RelationValue>? Resolve { get; init; }

    /// <summary>The batch whose rows alone are read from relations with an event time.</summary>
    public Batch? Window { get; init; }

    public AdapterValue Adapter { get; }

    public Dictionary<string, object?> Own { get; }

    public MacroNames Scope { get; }

    public INames Names { get; }

    /// <summary>Ephemeral models that the code referred to, in the order of their first use.</summary>
    public List<DbtNode> Ephemeral { get; } = [];

    public RelationValue This => node.Relation;

    public PyDict? Result(string name) => results.GetValueOrDefault(name);

    private PyDict Graph(Func<DbtNode, bool> wanted) =>
        new(parsed.Manifest.Nodes.Values.Where(wanted).Select(n => KeyValuePair.Create(n.UniqueId, (object?)NodeValue.Of(n))));

    /// <summary>Puts something else in the place of a name, for the node and for all macros.</summary>
    public void Override(string name, Func<object, object?> replace)
    {
        var known = Names.TryGet(name, out var value) ? value : null;
        Scope.Forced[name] = replace(known!);
    }

    private RelationValue Filtered(DbtNode target)
    {
        var column = Window is not null && target.Config.TryGetValue("event_time", out var given) && given is not null ? PyText.Str(given) : null;
        return new RelationValue(target.Database, target.Schema, target.Alias, null)
        {
            Quoting = target.Quoting,
            IsEmpty = parsed.Options.Flags.TryGetValue("EMPTY", out var empty) && PyIteration.IsTrue(empty),
            Filter = column is null ? null : $"cast({column} as timestamp) >= timestamp '{Window!.Value.Start:yyyy-MM-dd HH:mm:ss}' and cast({column} as timestamp) < timestamp '{Window.Value.End:yyyy-MM-dd HH:mm:ss}'",
        };
    }

    /// <summary>A reference without a version to a model that has a later one than its latest.</summary>
    private void TellOfPrerelease(DbtNode target)
    {
        var later = parsed.Manifest.Nodes.Values.Where(n => n.ResourceType == "model" && n.Name == target.Name && n.PackageName == target.PackageName && n.Version is not null)
            .OrderByDescending(n => double.TryParse(n.Version, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0).ThenByDescending(n => n.Version, StringComparer.Ordinal).First();
        if (later != target)
        {
            string Call(DbtNode to) => $"{{{{ ref('{target.PackageName}', '{target.Name}', v='{to.Version}') }}}}";
            parsed.Options.Log("JinjaLogInfo", $"While compiling '{node.Name}':\nFound an unpinned reference to versioned model '{target.Name}' in project '{target.PackageName}'.\nResolving to latest version: {target.SearchName}\n"
                + $"A prerelease version {later.Version} is available. It has not yet been marked 'latest' by its maintainer.\nWhen that happens, this reference will resolve to {later.SearchName} instead.\n\n"
                + $"  Try out v{later.Version}: {Call(later)}\n  Pin to  v{target.Version}: {Call(target)}\n");
        }
    }

    private PyList Hooks(string key) => node.Config.TryGetValue(key, out var hooks) && hooks is PyList list ? list : new PyList();

    private string Store(object?[] a)
    {
        results[PyText.Str(a[0])] = new PyDict(new Dictionary<string, object?>
        {
            ["response"] = a[1], ["table"] = a[2], ["data"] = a[2] is TableValue table ? new PyList(table.Iterate()) : new PyList(),
        });
        return string.Empty;
    }

    private RelationValue Ref(Arguments arguments)
    {
        var (package, name, version) = RefArguments.Read(arguments);
        var target = GraphLinker.FindRef(parsed.Manifest.Nodes.Values, node.PackageName, parsed.Root.Name, package, name, version)
            ?? throw new JinjaException("TargetNotFoundError", $"{node.ResourceType} '{node.UniqueId}' ({node.Path}) depends on a node named '{name}' which was not found");
        if (node.ResourceType is not "operation" && !node.DependsOn.Contains(target.UniqueId))
        {
            throw new JinjaException(
                "CompilationError",
                $"dbt was unable to infer all dependencies for the model \"{node.Name}\".\nThis typically happens when ref() is placed within a conditional block.\n\n"
                + $"To fix this, add the following hint to the top of the model \"{node.Name}\":\n\n-- depends_on: {{{{ ref('{name}') }}}}");
        }

        if (Resolve is not null)
        {
            return Resolve(target);
        }

        if (version is null && target.Version is not null)
        {
            TellOfPrerelease(target);
        }

        if (!target.IsEphemeral)
        {
            return Filtered(target);
        }

        if (!Ephemeral.Contains(target))
        {
            Ephemeral.Add(target);
        }

        return new RelationValue(null, null, CteName(target), "cte");
    }

    private RelationValue Source(string source, string table)
    {
        var target = parsed.Manifest.Nodes.Values.FirstOrDefault(n => n.ResourceType == "source" && n.SourceName == source && n.Name == table)
            ?? throw new JinjaException("TargetNotFoundError", $"{node.ResourceType} '{node.UniqueId}' ({node.Path}) depends on a source named '{source}.{table}' which was not found");
        return Resolve is null ? Filtered(target) : Resolve(target);
    }

    public static string CteName(DbtNode node) => "__dbt__cte__" + (node.Version is null ? node.Name : $"{node.Name}_v{node.Version}");
}
