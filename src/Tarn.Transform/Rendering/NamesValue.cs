using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;

namespace Tarn.Transform.Rendering;

/// <summary>A context as a value: <c>context['name']</c>, <c>context.get('name')</c>.</summary>
public sealed class NamesValue(INames names) : PyObject
{
    public override string TypeName => "dict";

    public override bool IsTrue => true;

    public override object? GetItem(object? key) => TryGetItem(key, out var value) ? value : throw new JinjaException("KeyError", PyText.Repr(key));

    public override bool TryGetItem(object? key, out object? value)
    {
        value = null;
        return key is string name && names.TryGet(name, out value);
    }

    public override bool? Contains(object? item) => TryGetItem(item, out _);

    public override object? GetAttribute(string name) => name == "get"
        ? new NativeFunction("get", a => TryGetItem(a[0], out var value) ? value : a.Length > 1 ? a[1] : null, 1, 2)
        : Missing.Value;
}
