namespace Tarn.Transform.Jinja.Python;

/// <summary>A function written in C#, with the argument rules of Python's built-in functions.</summary>
public sealed class NativeFunction : PyObject
{
    private readonly Func<CallContext, object?[], object?>? simple;
    private readonly Func<CallContext, Arguments, object?>? full;
    private readonly Signature? signature;
    private readonly int min;
    private readonly int max;

    public NativeFunction(string name, Func<object?[], object?> body, int min, int max = -1)
    {
        Name = name;
        simple = (_, arguments) => body(arguments);
        this.min = min;
        this.max = max < 0 ? min : max;
    }

    public NativeFunction(string name, Func<CallContext, Arguments, object?> body)
    {
        Name = name;
        full = body;
    }

    /// <summary>A function with a signature as Python writes it, such as <c>var(name, default=None)</c>.</summary>
    public NativeFunction(Signature signature, Func<CallContext, object?[], object?> body)
    {
        Name = signature.Name;
        simple = body;
        this.signature = signature;
    }

    public string Name { get; }

    /// <summary>True if the function reads the caller's names, so that a call is never a constant.</summary>
    public bool NeedsContext { get; init; }

    public override string TypeName => "function";

    public override bool IsCallable => true;

    public override string Repr() => $"<function {Name} at 0x7f0000000000>";

    public override object? Call(CallContext context, Arguments arguments)
    {
        if (full is not null)
        {
            return full(context, arguments);
        }

        if (signature is not null)
        {
            return simple!(context, signature.Bind(arguments));
        }

        CheckCount(arguments);
        return simple!(context, arguments.Positional);
    }

    private void CheckCount(Arguments arguments)
    {
        if (arguments.Named.Count > 0)
        {
            throw JinjaException.Type($"{Name}() takes no keyword arguments");
        }

        var given = arguments.Positional.Length;
        if (given >= min && given <= max)
        {
            return;
        }

        throw JinjaException.Type((min, max) switch
        {
            (0, 0) => $"{Name}() takes no arguments ({given} given)",
            (1, 1) => $"{Name}() takes exactly one argument ({given} given)",
            _ when min == max => $"{Name} expected {max} arguments, got {given}",
            _ when given < min => $"{Name} expected at least {min} argument{(min == 1 ? string.Empty : "s")}, got {given}",
            _ => $"{Name} expected at most {max} argument{(max == 1 ? string.Empty : "s")}, got {given}",
        });
    }
}
