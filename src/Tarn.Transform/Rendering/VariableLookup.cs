using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Rendering;

/// <summary>dbt's <c>var</c>. A value that is text is rendered once more.</summary>
internal sealed class VariableLookup(PyDict variables, BaseContext owner) : PyObject
{
    private static readonly Signature CallSignature = new("Var.__call__(var_name, default=Missing)");

    public override string TypeName => "Var";

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

        return ReferenceEquals(bound[1], Signature.Optional)
            ? throw new JinjaException("RequiredVarNotFoundError", $"Required var '{PyText.Str(bound[0])}' not found in config:\nVars supplied to <Configuration> = {PyJson.Dump(variables, true, "    ")}")
            : bound[1];
    }
}
