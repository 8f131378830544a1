using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;

namespace Tarn.Transform.Rendering;

/// <summary>The three ways in which dbt renders: files at run time, files while parsing, values of YAML files.</summary>
public static class DbtEnvironments
{
    public const string MacroPrefix = "dbt_macro__";

    public static readonly JinjaEnvironment Text = Make(UndefinedKind.Default, native: false);

    /// <summary>While parsing: what is undefined may be called and indexed.</summary>
    public static readonly JinjaEnvironment Capture = Make(UndefinedKind.Capture, native: false);

    /// <summary>Values of YAML files keep the type that an expression gives them.</summary>
    public static readonly JinjaEnvironment Native = Make(UndefinedKind.Default, native: true);

    private static JinjaEnvironment Make(UndefinedKind undefined, bool native)
    {
        var environment = new JinjaEnvironment
        {
            UndefinedKind = undefined,
            IsNative = native,
            Concat = NativeMarks.Join,
            MacroPrefix = MacroPrefix,
            AllowsTypeAnnotations = true,
            Globals = new DictionaryNames(DbtGlobals.All),
        };
        environment.WithDo().WithLoopControls();
        BlockTags.AddTo(environment);
        foreach (var kind in Enum.GetValues<NativeMarkKind>())
        {
            var name = "as_" + kind.ToString().ToLowerInvariant();
            environment.AddFilter(name, new NativeFunction(new Signature($"{name}(value)"), (_, a) => native ? new NativeMark(kind, a[0]) : a[0]));
        }

        environment.AddFilter("is_list", new NativeFunction(new Signature("<lambda>(x)"), (_, a) => a[0] is PyList));
        return environment;
    }
}
