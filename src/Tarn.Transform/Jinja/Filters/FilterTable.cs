using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Filters;

/// <summary>Filters under construction: a Python signature and a body each.</summary>
internal sealed class FilterTable
{
    public Dictionary<string, NativeFunction> Filters { get; } = new(StringComparer.Ordinal);

    public void Add(string names, string signature, Func<object?[], object?> body) => Add(names, signature, (_, a) => body(a), false);

    public void Add(string names, string signature, Func<CallContext, object?[], object?> body) => Add(names, signature, body, false);

    /// <summary>A filter that reads the caller's context, so that it is never evaluated at compile time.</summary>
    public void AddContextual(string name, Func<CallContext, Arguments, object?> body) =>
        Filters[name] = new NativeFunction(name, body) { NeedsContext = true };

    private void Add(string names, string signature, Func<CallContext, object?[], object?> body, bool needsContext)
    {
        var parsed = new Signature(signature);
        foreach (var name in names.Split(' '))
        {
            Filters[name] = new NativeFunction(parsed, body) { NeedsContext = needsContext };
        }
    }
}
