using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>The <c>self</c> of a template: its blocks by name.</summary>
internal sealed class TemplateReference(TemplateContext context, bool autoEscape) : PyObject
{
    public override string TypeName => "TemplateReference";

    public override string Repr() => $"<TemplateReference {PyText.Repr(context.Name)}>";

    public override object? GetItem(object? key) => TryGetItem(key, out var value) ? value : throw new JinjaException("KeyError", PyText.Repr(key));

    public override bool TryGetItem(object? key, out object? value)
    {
        var known = key is string name && context.Blocks.ContainsKey(name);
        value = known ? new BlockReference((string)key!, context, 0, autoEscape) : null;
        return known;
    }
}
