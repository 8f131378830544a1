using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>An imported template: its text and the names that it exports.</summary>
public sealed class TemplateModule(string? templateName, IReadOnlyDictionary<string, object?> exports, object? text) : PyObject
{
    public override string TypeName => "TemplateModule";

    public override bool IsTrue => true;

    public override object? GetAttribute(string name) => exports.TryGetValue(name, out var value) ? value : Missing.Value;

    public override string Str() => PyText.Str(text);

    public override string Repr() => $"<TemplateModule {(templateName is null ? "memory:7f0000000000" : PyText.Quote(templateName))}>";
}
