using System.Runtime.CompilerServices;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>A macro of a template, or the body of a call block.</summary>
public sealed class Macro : PyObject
{
    private readonly MacroShape shape;
    private readonly Func<object?[], object?> body;
    private readonly JinjaEnvironment environment;
    private readonly bool defaultAutoEscape;

    internal Macro(JinjaEnvironment environment, MacroShape shape, Func<object?[], object?> body, bool autoEscape)
    {
        this.environment = environment;
        this.shape = shape;
        this.body = body;
        defaultAutoEscape = autoEscape;
    }

    public string? Name => shape.Name;

    public override string TypeName => "Macro";

    public override bool IsCallable => true;

    public override string Repr() => $"<Macro {(shape.Name is null ? "anonymous" : PyText.Quote(shape.Name))}>";

    public override object? GetAttribute(string name) => name switch
    {
        "name" => shape.Name,
        "arguments" => new PyTuple(shape.Parameters.Cast<object?>().ToArray()),
        "catch_kwargs" => shape.CatchesNamed,
        "catch_varargs" => shape.CatchesPositional,
        "caller" => shape.UsesCaller,
        "explicit_caller" => shape.Parameters.Contains("caller"),
        _ => Missing.Value,
    };

    public override object? Call(CallContext context, Arguments arguments)
    {
        var values = Bind(arguments);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new JinjaException("RecursionError", "maximum recursion depth exceeded");
        }

        var result = body(values);
        var escape = context.Variables is null ? defaultAutoEscape : context.AutoEscape;
        return escape && result is string text ? new Markup(text) : result;
    }

    private object?[] Bind(Arguments arguments)
    {
        var named = new PyDict(arguments.Named);
        var count = shape.Parameters.Count;
        var values = new List<object?>(arguments.Positional.Take(count));
        var foundCaller = values.Count == count && shape.Parameters.Contains("caller");
        foreach (var name in shape.Parameters.Skip(values.Count))
        {
            values.Add(named.Remove(name, out var value) ? value : Missing.Value);
            foundCaller |= name == "caller";
        }

        if (shape.UsesCaller && !foundCaller)
        {
            named.Remove("caller", out var caller);
            values.Add(caller ?? new Undefined(environment.UndefinedKind, "No caller defined", name: "caller"));
        }

        if (shape.CatchesNamed)
        {
            values.Add(named);
        }
        else if (named.Count > 0)
        {
            throw JinjaException.Type(named.ContainsKey("caller")
                ? $"macro {PyText.Repr(shape.Name)} was invoked with two values for the special caller argument. This is most likely a bug."
                : $"macro {PyText.Repr(shape.Name)} takes no keyword argument {PyText.Repr(named.Keys.First())}");
        }

        if (shape.CatchesPositional)
        {
            values.Add(new PyTuple(arguments.Positional.Skip(count).ToArray()));
        }
        else if (arguments.Positional.Length > count)
        {
            throw JinjaException.Type($"macro {PyText.Repr(shape.Name)} takes not more than {count} argument(s)");
        }

        return [.. values];
    }
}
