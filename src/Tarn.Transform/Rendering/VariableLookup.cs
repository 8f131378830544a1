using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Rendering;

/// <summary>dbt's <c>var</c>. A value that is text is rendered once more.</summary>
internal sealed class VariableLookup(PyDict variables, BaseContext owner, bool isLenient = false) : PyObject
{
    private static readonly Signature CallSignature = new("Var.__call__(var_name, default=Missing)");

    public override string TypeName => "Var";

    /// <summary>The lookup that a file sees while it is parsed: a required variable that is not there is none, and only a run misses it.</summary>
    public VariableLookup WhileParsing() => new(variables, owner, isLenient: true);

    /// <summary>The lookup with some variables replaced.</summary>
    public VariableLookup With(PyDict more)
    {
        var all = new PyDict(variables);
        foreach (var (key, value) in more.Pairs)
        {
            all[key] = value;
        }

        return new VariableLookup(all, owner, isLenient);
    }

    public override bool IsCallable => true;

    public override object? GetAttribute(string name) => name == "has_var"
        ? new NativeFunction("has_var", a => variables.ContainsKey(a[0]), 1)
        : Missing.Value;

    public override object? Call(CallContext context, Arguments arguments)
    {
        var bound = CallSignature.Bind(arguments);
        if (variables.TryGetValue(bound[0], out var value))
        {
            return value is string text ? DbtRenderer.Text(text, owner.Names) : value;
        }

        return !ReferenceEquals(bound[1], Signature.Optional)
            ? bound[1]
            : isLenient
            ? null
            : throw new JinjaException("RequiredVarNotFoundError", $"Required var '{PyText.Str(bound[0])}' not found in config:\nVars supplied to <Configuration> = {PyJson.Dump(variables, true, "    ")}");
    }
}
