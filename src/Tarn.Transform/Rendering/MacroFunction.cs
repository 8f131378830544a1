using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;

namespace Tarn.Transform.Rendering;

/// <summary>A dbt macro as templates call it: made from its own source with the caller's names, and ended early by <c>return</c>.</summary>
public sealed class MacroFunction(string name, string source, JinjaEnvironment environment, INames names, string prefixedName) : PyObject
{
    private Macro? macro;

    public string Name => name;

    public override string TypeName => "MacroGenerator";

    public override bool IsCallable => true;

    public static MacroFunction ForMacro(string name, string source, JinjaEnvironment environment, INames names) =>
        new(name, source, environment, names, DbtEnvironments.MacroPrefix + name);

    public override object? Call(CallContext context, Arguments arguments)
    {
        try
        {
            macro ??= DbtRenderer.Compile(environment, source).GetMacro(prefixedName, names);
            return macro.Call(context, arguments);
        }
        catch (MacroReturn ending)
        {
            return ending.Value;
        }
        catch (JinjaException error) when (error.ErrorType is "TypeError" or "TemplateRuntimeError" or "UndefinedError" or "FilterArgumentError" or "SecurityError")
        {
            error.Wrapper ??= "CaughtMacroErrorWithNodeError";
            throw;
        }
    }
}
