using System.Collections.Concurrent;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Rendering;

namespace Tarn.Transform.Projects;

/// <summary>A project with its packages, macros and graph.</summary>
public sealed class ParsedProject
{
    private readonly ConcurrentDictionary<string, BaseContext> contexts = new(StringComparer.Ordinal);

    internal ParsedProject(ParseOptions options, IReadOnlyList<DbtProject> projects, MacroLibrary macros)
    {
        Options = options;
        Projects = projects;
        Macros = macros;
    }

    public ParseOptions Options { get; }

    /// <summary>The root project first.</summary>
    public IReadOnlyList<DbtProject> Projects { get; }

    public DbtProject Root => Projects[0];

    public MacroLibrary Macros { get; }

    public DbtManifest Manifest { get; internal set; } = new([], []);

    /// <summary>selectors.yml by name.</summary>
    public Dictionary<string, object?> Selectors { get; } = new(StringComparer.Ordinal);

    public string? DefaultSelector { get; internal set; }

    /// <summary>Resources that are not built yet, by kind and name.</summary>
    public List<(string Kind, string Name)> NotYet { get; } = [];

    /// <summary>Problems that do not stop anything.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>dbt's base context with the variables that a package sees.</summary>
    public BaseContext ContextOf(DbtProject project) => contexts.GetOrAdd(project.Name, _ => new BaseContext(
        VariablesOf(project),
        Options.EnvironmentVariables,
        Options.Target(PyText.Str(Root.Settings.TryGetValue("profile", out var profile) ? profile : Root.Name)),
        Options.Flags,
        Options.Log,
        Options.Time));

    /// <summary>Later ones win: the package's own, the root's, the root's for the package, the command line's.</summary>
    private PyDict VariablesOf(DbtProject project)
    {
        var result = new PyDict();
        foreach (var owner in project.IsRoot ? [project] : new[] { project, Root })
        {
            var all = owner.Configs("vars");
            Add(result, all, name => !Projects.Any(p => p.Name == name) || all[name] is not PyDict);
            if (all.TryGetValue(project.Name, out var own) && own is PyDict scoped)
            {
                Add(result, scoped, _ => true);
            }
        }

        Add(result, Options.Variables, _ => true);
        return result;
    }

    private static void Add(PyDict result, PyDict source, Func<string, bool> wanted)
    {
        foreach (var (key, value) in source.Pairs)
        {
            if (wanted(PyText.Str(key)))
            {
                result[key] = value;
            }
        }
    }
}
