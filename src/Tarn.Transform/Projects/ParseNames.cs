using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;
using Tarn.Transform.Rendering;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Projects;

/// <summary>What a node's code sees while it is parsed: calls are noted, nothing is run.</summary>
internal sealed class ParseNames
{
    private readonly DbtNode node;
    private readonly PyDict config;

    public ParseNames(ParsedProject parsed, DbtNode node, PyDict config)
    {
        this.node = node;
        this.config = config;
        var context = parsed.ContextOf(node.Project);
        ModelValue = NodeValue.Of(node);
        var placeholder = new RelationValue(parsed.Options.Database, parsed.Options.Schema, node.Name, null);
        Own = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["ref"] = new NativeFunction("ref", (_, a) => Ref(a, placeholder)),
            ["source"] = new NativeFunction("source", (_, a) => Source(a, placeholder)),
            ["var"] = ((VariableLookup)context.Values["var"]!).WhileParsing(),
            ["config"] = new ConfigValue(Config, () => node.Config),
            ["execute"] = false,
            ["this"] = placeholder,
            ["model"] = ModelValue,
            ["node"] = ModelValue,
            ["database"] = parsed.Options.Database,
            ["schema"] = parsed.Options.Schema,
            ["adapter"] = new Undefined(UndefinedKind.Capture, name: "adapter"),
            ["graph"] = new PyDict(new Dictionary<string, object?> { ["nodes"] = new PyDict(), ["sources"] = new PyDict() }),
            ["store_result"] = new NativeFunction("store_result", (_, _) => string.Empty),
            ["load_result"] = new NativeFunction("load_result", (_, _) => new Undefined(UndefinedKind.Capture, name: "load_result")),
            ["api"] = AdapterApi.Of(QuotePolicy.Of(parsed.Root.Settings)),
            ["doc"] = new NativeFunction("doc", (_, _) => string.Empty),
        };
        Own["adapter"] = new DispatchValue(parsed.Macros, parsed.Root, () => MacroScope!);
        MacroScope = new MacroNames(parsed.Macros, node.PackageName, DbtEnvironments.Capture, Own, context.Names);
        Names = MacroScope;
        Own["context"] = new NamesValue(Names);
        var builtins = new PyDict((PyDict)context.Values["builtins"]!);
        foreach (var name in new[] { "ref", "source", "config", "var" })
        {
            builtins[name] = Own[name];
        }

        Own["builtins"] = builtins;
    }

    public Dictionary<string, object?> Own { get; }

    public PyDict ModelValue { get; }

    public MacroNames MacroScope { get; }

    public INames Names { get; }

    private RelationValue Ref(Arguments arguments, RelationValue placeholder)
    {
        node.Refs.Add(RefArguments.Read(arguments));
        return placeholder;
    }

    private RelationValue Source(Arguments arguments, RelationValue placeholder)
    {
        var a = new Signature("source(source_name, table_name)").Bind(arguments);
        node.Sources.Add((PyText.Str(a[0]), PyText.Str(a[1])));
        return placeholder;
    }

    private void Config(PyDict values) => NodeConfigs.Merge(config, values);
}
