using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Jinja's namespace(): attributes that inner scopes may set.</summary>
internal sealed class Namespace(PyDict attributes) : PyObject
{
    public PyDict Attributes => attributes;

    public override string TypeName => "Namespace";

    public override bool IsTrue => true;

    public override object? GetAttribute(string name) => attributes.TryGetValue(name, out var value) ? value : Missing.Value;

    public override bool TryGetItem(object? key, out object? value)
    {
        value = null;
        return false;
    }

    public override string Repr() => $"<Namespace {attributes.Repr()}>";
}
