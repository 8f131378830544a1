using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Names that a running template sees: what it set itself, then what it was given.</summary>
public sealed class TemplateContext : PyObject
{
    private readonly Dictionary<string, object?> variables = new(StringComparer.Ordinal);
    private readonly INames given;

    internal TemplateContext(JinjaEnvironment environment, INames given, string? name)
    {
        Environment = environment;
        this.given = given;
        Name = name;
    }

    public JinjaEnvironment Environment { get; }

    public string? Name { get; }

    internal HashSet<string> Exported { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, List<BlockBody>> Blocks { get; } = new(StringComparer.Ordinal);

    /// <summary>Parent template, once an extends statement has run.</summary>
    internal Template? Parent { get; set; }

    public override string TypeName => "Context";

    public override bool IsTrue => true;

    public object? Resolve(string name) => variables.TryGetValue(name, out var value) || given.TryGet(name, out value) ? value : Missing.Value;

    internal void Set(string name, object? value) => variables[name] = value;

    internal void Set(string name, object? value, bool export)
    {
        variables[name] = value;
        if (export && !name.StartsWith('_'))
        {
            Exported.Add(name);
        }
    }

    internal object? Get(string name) => variables.TryGetValue(name, out var value) ? value : Missing.Value;

    /// <summary>Everything visible here plus the given locals, as the names of another context.</summary>
    internal INames Derive(IEnumerable<KeyValuePair<string, object?>> locals)
    {
        var own = new Dictionary<string, object?>(variables, StringComparer.Ordinal);
        foreach (var (name, value) in locals)
        {
            if (value is not Missing)
            {
                own[name] = value;
            }
        }

        return new LayeredNames(own, given);
    }

    public override bool TryGetItem(object? key, out object? value)
    {
        value = key is string name ? Resolve(name) : Missing.Value;
        return value is not Missing;
    }

    public override object? GetItem(object? key) => TryGetItem(key, out var value) ? value : throw new JinjaException("KeyError", PyText.Repr(key));

    public override bool? Contains(object? item) => TryGetItem(item, out _);

    public override object? GetAttribute(string name) => name switch
    {
        "get" => new NativeFunction("get", a => TryGetItem(a[0], out var value) ? value : a.Length > 1 ? a[1] : null, 1, 2),
        "name" => Name,
        _ => Missing.Value,
    };
}
