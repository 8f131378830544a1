namespace Tarn.Transform.Jinja.Python;

/// <summary>
/// A function that ends the macro calling it, as dbt's <c>return</c>. Where the call is a statement of its own it unwinds without an exception;
/// anywhere else in an expression it raises <see cref="MacroReturn"/>.
/// </summary>
public sealed class EarlyReturn(string name) : PyObject
{
    public override string TypeName => "function";

    public override bool IsCallable => true;

    public override string Repr() => $"<function {name} at 0x7f0000000000>";

    public override object? Call(CallContext context, Arguments arguments) => throw new MacroReturn(Value(arguments));

    public object? Value(Arguments arguments)
    {
        var count = arguments.Count;
        return count == 1
            ? arguments.Positional.Length == 1 ? arguments.Positional[0] : arguments.Named[0].Value
            : throw JinjaException.Type($"{name}() takes 1 positional argument but {count} were given");
    }
}
