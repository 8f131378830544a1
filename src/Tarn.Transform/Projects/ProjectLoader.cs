using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;
using Tarn.Transform.Rendering;

namespace Tarn.Transform.Projects;

/// <summary>Reads dbt_project.yml of a project and of its local packages.</summary>
internal sealed class ProjectLoader(INames names)
{
    private static readonly HashSet<string> Unrendered = new(StringComparer.Ordinal)
    {
        "vars", "on-run-start", "on-run-end", "query-comment", "pre-hook", "post-hook", "+pre-hook", "+post-hook", "pre_hook", "post_hook",
    };

    private static readonly string[] PackageFiles = ["packages.yml", "dependencies.yml"];

    /// <summary>The root project first, then its packages in the order of packages.yml.</summary>
    public IReadOnlyList<DbtProject> Load(string folder)
    {
        var root = Read(folder, isRoot: true);
        var projects = new List<DbtProject> { root };
        AddPackages(root, projects);
        return projects;
    }

    private void AddPackages(DbtProject project, List<DbtProject> projects)
    {
        foreach (var path in PackageFolders(project))
        {
            var package = Read(path, isRoot: false);
            if (!projects.Exists(p => p.Name == package.Name))
            {
                projects.Add(package);
                AddPackages(package, projects);
            }
        }
    }

    private IEnumerable<string> PackageFolders(DbtProject project)
    {
        var file = PackageFiles.Select(f => Path.Combine(project.Folder, f)).FirstOrDefault(File.Exists);
        if (file is null || Render(YamlValues.Parse(file, File.ReadAllText(file))) is not PyDict settings || !settings.TryGetValue("packages", out var packages))
        {
            yield break;
        }

        foreach (var package in PyIteration.Iterate(packages).OfType<PyDict>())
        {
            yield return package.TryGetValue("local", out var local)
                ? Path.GetFullPath(Path.Combine(project.Folder, PyText.Str(local)))
                : throw DbtException.NotYet($"packages that are not local ({package.Repr()}); copy it below the project and name it by 'local:'");
        }
    }

    private DbtProject Read(string folder, bool isRoot)
    {
        var file = Path.Combine(folder, "dbt_project.yml");
        if (!File.Exists(file))
        {
            throw new DbtException(DbtErrorKind.Project, $"No dbt_project.yml found at expected path {file}");
        }

        try
        {
            var settings = Render(YamlValues.Parse("dbt_project.yml", File.ReadAllText(file))) as PyDict
                ?? throw new DbtException(DbtErrorKind.Project, "dbt_project.yml does not parse to a dictionary");
            var name = settings.TryGetValue("name", out var value) ? PyText.Str(value) : throw new DbtException(DbtErrorKind.Project, "'name' is a required property");
            return new DbtProject(name, Path.GetFullPath(folder), settings, isRoot);
        }
        catch (JinjaException error)
        {
            throw new DbtException(DbtErrorKind.Project, $"Could not render {file}: {error.Message}", error);
        }
    }

    private object? Render(object? value) => value switch
    {
        PyDict dict => RenderDict(dict),
        PyList list => new PyList(list.Items.Select(Render)),
        string text => DbtRenderer.Native(text, names),
        _ => value,
    };

    private PyDict RenderDict(PyDict dict)
    {
        var result = new PyDict();
        foreach (var (key, value) in dict.Pairs)
        {
            result[key] = key is string name && Unrendered.Contains(name) ? value : Render(value);
        }

        return result;
    }
}
