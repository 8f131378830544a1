using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Local variables of one activation of a template, block, macro or recursive loop.</summary>
internal sealed class Frame
{
    private CallContext? call;

    public Frame(FunctionScope scope, Frame? parent, TemplateContext context, bool autoEscape)
    {
        Slots = new object?[scope.Count];
        Array.Fill(Slots, Missing.Value);
        Parent = parent;
        Context = context;
        AutoEscape = autoEscape;
    }

    public object?[] Slots { get; }

    /// <summary>The activation that surrounds this one in the template's text.</summary>
    public Frame? Parent { get; }

    public TemplateContext Context { get; }

    public bool AutoEscape { get; set; }

    /// <summary>Line of the statement under way, for errors.</summary>
    public int Line { get; set; }

    /// <summary>Value of the early return that ended the activation.</summary>
    public object? ReturnValue { get; set; }

    public CallContext Call => call is { } known && known.AutoEscape == AutoEscape
        ? known
        : call = new CallContext(Context.Environment, Context, AutoEscape);

    public Undefined Undefined(string name) => new(Context.Environment.UndefinedKind, name: name);
}
