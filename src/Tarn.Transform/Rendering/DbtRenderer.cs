using System.Collections.Concurrent;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;

namespace Tarn.Transform.Rendering;

/// <summary>Renders text as dbt does: text without Jinja is left alone, compiled templates are kept.</summary>
public static class DbtRenderer
{
    private const int MaxCachedTemplates = 20_000;

    private static readonly ConcurrentDictionary<(JinjaEnvironment, string), Template> Templates = new();

    public static string Text(string source, INames names) => PyText.Str(Value(DbtEnvironments.Text, source, names));

    public static object? Native(string source, INames names) => Value(DbtEnvironments.Native, source, names);

    public static object? Value(JinjaEnvironment environment, string source, INames names) =>
        !HasJinja(source) ? source : Compile(environment, source).RenderValue(names);

    public static bool HasJinja(string source)
    {
        for (var i = source.IndexOf('{', StringComparison.Ordinal); i >= 0 && i + 1 < source.Length; i = source.IndexOf('{', i + 1))
        {
            if (source[i + 1] is '{' or '%' or '#')
            {
                return true;
            }
        }

        return source.Contains("#}", StringComparison.Ordinal) || source.Contains("%}", StringComparison.Ordinal) || source.Contains("}}", StringComparison.Ordinal);
    }

    public static Template Compile(JinjaEnvironment environment, string source)
    {
        if (Templates.TryGetValue((environment, source), out var known))
        {
            return known;
        }

        var template = environment.Compile(source);
        if (Templates.Count >= MaxCachedTemplates)
        {
            Templates.Clear();
        }

        return Templates[(environment, source)] = template;
    }
}
