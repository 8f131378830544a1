using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary><c>super()</c> and <c>self.name()</c>.</summary>
internal sealed class BlockReference(string block, TemplateContext owner, int depth, bool autoEscape) : PyObject
{
    public override string TypeName => "BlockReference";

    public override bool IsCallable => true;

    public static object Super(string name, TemplateContext context, int depth, bool autoEscape) =>
        context.Blocks.TryGetValue(name, out var stack) && depth + 1 < stack.Count
            ? new BlockReference(name, context, depth + 1, autoEscape)
            : new Undefined(context.Environment.UndefinedKind, $"there is no parent block called {PyText.Quote(name)}.", name: "super");

    public override object? GetAttribute(string name) => name == "super" ? Super(block, owner, depth, autoEscape) : Missing.Value;

    public override object? Call(CallContext context, Arguments arguments)
    {
        var output = new OutputBuffer(owner.Environment.IsNative);
        owner.Blocks[block][depth].Run(owner, output, depth);
        var text = output.Join(owner.Environment);
        return autoEscape && text is string plain ? new Markup(plain) : text;
    }
}
