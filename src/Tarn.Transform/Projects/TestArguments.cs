using System.Text.RegularExpressions;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;
using Tarn.Transform.Rendering;

namespace Tarn.Transform.Projects;

/// <summary>Arguments of a generic test: text is rendered, and a call such as <c>ref('x')</c> is an expression.</summary>
internal static partial class TestArguments
{
    public static PyDict Render(PyDict arguments, INames names)
    {
        var result = new PyDict();
        foreach (var (key, value) in arguments.Pairs)
        {
            result[key] = Value(value, names);
        }

        return result;
    }

    /// <summary>The template that calls the test's macro.</summary>
    public static string Code(string testName)
    {
        var parts = testName.Split('.', 2);
        return $"{{{{ {(parts.Length == 2 ? parts[0] + "." : string.Empty)}test_{parts[^1]}(**_dbt_generic_test_kwargs) }}}}";
    }

    private static object? Value(object? value, INames names) => value switch
    {
        string text when Call().IsMatch(text) => DbtRenderer.Native($"{{{{ {text} }}}}", names),
        string text => DbtRenderer.Native(text, names),
        PyList list => new PyList(list.Items.Select(i => Value(i, names))),
        PyDict dict => Render(dict, names),
        _ => value,
    };

    [GeneratedRegex(@"^\s*(?:env_var|ref|var|source|doc)\s*\(.+\)\s*$")]
    private static partial Regex Call();
}
