using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Projects;

/// <summary>The <c>config</c> of a template: called it sets, and it reads by <c>get</c> and <c>require</c>.</summary>
/// <param name="set">Takes what a call sets.</param>
/// <param name="current">What is read.</param>
/// <param name="warn">Takes dbt's warning of a key that is only under <c>meta</c>; null while a project is parsed.</param>
internal sealed class ConfigValue(Action<PyDict> set, Func<PyDict> current, Action<string>? warn = null) : PyObject
{
    public override string TypeName => "Config";

    public override bool IsCallable => true;

    public override object? GetAttribute(string name) => name switch
    {
        "get" => new NativeFunction(new Signature("get(name, default=None, validator=None)"), (_, a) => Find(a[0]) ?? a[1]),
        "require" => new NativeFunction(new Signature("require(name, validator=None)"), (_, a) => Find(a[0])
            ?? throw new JinjaException("MissingConfigError", $"does not define a required config parameter '{PyText.Str(a[0])}'.")),
        "meta_get" => new NativeFunction(new Signature("meta_get(name, default=None, validator=None)"), (_, a) => Meta(a[0]) ?? a[1]),
        "meta_require" => new NativeFunction(new Signature("meta_require(name, validator=None)"), (_, a) => Meta(a[0])
            ?? throw new JinjaException("MissingConfigError", $"does not define a required meta config parameter '{PyText.Str(a[0])}'.")),
        "persist_relation_docs" => new NativeFunction(name, _ => Persist("relation"), 0),
        "persist_column_docs" => new NativeFunction(name, _ => Persist("columns"), 0),
        "set" => new NativeFunction(name, a => Set(new PyDict(new Dictionary<string, object?> { [PyText.Str(a[0])] = a[1] })), 2),
        "model" => current(),
        _ => Missing.Value,
    };

    public override object? Call(CallContext context, Arguments arguments)
    {
        if (arguments.Positional.Length > 0)
        {
            return arguments.Positional is [PyDict dict] && arguments.Named.Count == 0 ? Set(dict) : throw new JinjaException("CompilationError", "Invalid inline model config");
        }

        return Set(new PyDict(arguments.Named));
    }

    private string Set(PyDict values)
    {
        set(values);
        return string.Empty;
    }

    private object? Find(object? name)
    {
        var key = PyText.Str(name);
        key = key is "pre_hook" or "post_hook" ? key.Replace('_', '-') : key;
        if (current().TryGetValue(key, out var value))
        {
            return value;
        }

        // dbt answers the default then: what stands under meta is read by meta_get.
        if (Meta(name) is not null)
        {
            warn?.Invoke($"The key '{key}' was not found using config.get('{key}'), but was detected as a custom config under 'meta'. Please use config.meta_get('{key}') or "
                + $"config.meta_require('{key}') instead of config.get('{key}') to access the custom config value if intended.");
        }

        return null;
    }

    private object? Meta(object? name) => current().TryGetValue("meta", out var meta) && meta is PyDict dict && dict.TryGetValue(name, out var value) ? value : null;

    private bool Persist(string what) => current().TryGetValue("persist_docs", out var docs) && docs is PyDict dict && dict.TryGetValue(what, out var value) && PyIteration.IsTrue(value);
}
