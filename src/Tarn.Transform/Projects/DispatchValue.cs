using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Projects;

/// <summary>The adapter while a project is parsed: dispatch works, everything else is undefined and callable.</summary>
internal class DispatchValue(MacroLibrary macros, DbtProject root, Func<MacroNames> scope) : PyObject
{
    private static readonly Signature DispatchSignature = new("dispatch(macro_name, macro_namespace=None)");

    public override string TypeName => "Adapter";

    public override bool IsTrue => true;

    public override object? GetAttribute(string name) => name switch
    {
        "dispatch" => new NativeFunction(DispatchSignature, (_, a) => Dispatch(PyText.Str(a[0]), a[1] is null ? null : PyText.Str(a[1]))),
        "type" => new NativeFunction(name, _ => MacroLibrary.Adapter, 0),
        "quote" => new NativeFunction(name, a => $"\"{PyText.Str(a[0])}\"", 1),
        "behavior" => new Undefined(UndefinedKind.Capture, name: name),
        _ => new Undefined(UndefinedKind.Capture, name: name),
    };

    /// <summary>tarn__x, then default__x, in the packages that the project's dispatch settings or the namespace name.</summary>
    private object Dispatch(string name, string? packageName)
    {
        if (name.Contains('.', StringComparison.Ordinal))
        {
            throw new JinjaException("CompilationError", $"In adapter.dispatch, got a macro name of \"{name}\", but \".\" is not a valid macro name component. Did you mean `adapter.dispatch(\"{name.Split('.')[1]}\", macro_namespace=\"{name.Split('.')[0]}\")`?");
        }

        var searched = new List<string>();
        foreach (var package in SearchOrder(packageName))
        {
            foreach (var prefix in new[] { MacroLibrary.Adapter, "default" })
            {
                var candidate = $"{prefix}__{name}";
                var macro = package is null ? macros.Resolve(root.Name, candidate) : macros.Find(package, candidate);
                if (macro is not null)
                {
                    return scope().Function(macro);
                }

                searched.Add($"'{(package is null ? string.Empty : package + ".")}{candidate}'");
            }
        }

        throw new JinjaException("CompilationError", $"In dispatch: No macro named '{name}' found within namespace: '{packageName}'\n    Searched for: {string.Join(", ", searched)}");
    }

    private IEnumerable<string?> SearchOrder(string? packageName)
    {
        if (packageName is null)
        {
            return [null];
        }

        foreach (var entry in root.Settings.TryGetValue("dispatch", out var value) && value is PyList list ? list.Items.OfType<PyDict>() : [])
        {
            if (PyText.Str(entry["macro_namespace"]) == packageName)
            {
                return PyIteration.Iterate(entry["search_order"]).Select(PyText.Str);
            }
        }

        return packageName == MacroLibrary.BuiltinPackage ? [root.Name, packageName] : [root.Name, packageName, MacroLibrary.BuiltinPackage];
    }
}
