using System.Text.RegularExpressions;
using Tarn.Transform.Jinja;
using Tarn.Transform.Rendering;

namespace Tarn.Transform.Projects;

/// <summary>All macros by package and name. Built-in ones are in package <c>dbt</c>.</summary>
public sealed partial class MacroLibrary
{
    public const string BuiltinPackage = "dbt";

    private readonly Dictionary<string, Dictionary<string, SourceMacro>> packages = new(StringComparer.Ordinal);

    public MacroLibrary(IReadOnlyList<DbtProject> projects)
    {
        Root = projects[0].Name;
        AddBuiltin();
        foreach (var project in projects)
        {
            packages[project.Name] = new(StringComparer.Ordinal);
            foreach (var folder in project.MacroPaths.Concat(project.TestPaths.Select(t => System.IO.Path.Combine(t, "generic"))))
            {
                AddFolder(project, folder);
            }
        }
    }

    public string Root { get; }

    public int Count => packages.Values.Sum(p => p.Count);

    public IEnumerable<SourceMacro> All => packages.Values.SelectMany(p => p.Values);

    public bool IsPackage(string name) => packages.ContainsKey(name);

    public SourceMacro? Find(string package, string name) => packages.TryGetValue(package, out var macros) && macros.TryGetValue(name, out var macro) ? macro : null;

    /// <summary>What a plain name means inside a package: its own macro, the root project's, a built-in one.</summary>
    public SourceMacro? Resolve(string package, string name) => Find(package, name) ?? Find(Root, name) ?? Find(BuiltinPackage, name);

    /// <summary>The materialization's macro: the adapter's before the default one, the root project's before the others.</summary>
    public SourceMacro? FindMaterialization(string name, string package)
    {
        foreach (var adapter in new[] { Adapter, "default" })
        {
            var macro = $"materialization_{name}_{adapter}";
            if ((Find(Root, macro) ?? Find(package, macro) ?? packages.Values.Select(p => p.GetValueOrDefault(macro)).FirstOrDefault(m => m is not null)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    public const string Adapter = "tarn";

    private void AddBuiltin()
    {
        packages[BuiltinPackage] = new(StringComparer.Ordinal);
        var assembly = typeof(MacroLibrary).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            Add(BuiltinPackage, resource, reader.ReadToEnd());
        }
    }

    private void AddFolder(DbtProject project, string folder)
    {
        var path = System.IO.Path.Combine(project.Folder, folder);
        if (!Directory.Exists(path))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(path, "*.sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            Add(project.Name, System.IO.Path.GetRelativePath(project.Folder, file), File.ReadAllText(file));
        }
    }

    private void Add(string package, string path, string text)
    {
        foreach (var block in Scan(path, text))
        {
            var name = block.Kind switch
            {
                "test" or "data_test" => "test_" + block.Name,
                "materialization" => $"materialization_{block.Name}_{(AdapterOption().Match(block.Head) is { Success: true } match ? match.Groups[1].Value : "default")}",
                _ => block.Name,
            };
            var macro = new SourceMacro(package, name, DbtEnvironments.MacroPrefix + name, path, block);
            if (block.Kind is not ("docs" or "snapshot") && !packages[package].TryAdd(name, macro))
            {
                var other = packages[package][name].Path;
                throw new DbtException(
                    DbtErrorKind.Compilation,
                    $"dbt found two macros named \"{name}\" in the project\n   \"{package}\".\n   To fix this error, rename or remove one of the following macros:\n    - {other}\n    - {path}");
            }
        }
    }

    private static IReadOnlyList<SourceBlock> Scan(string path, string text)
    {
        try
        {
            return BlockScanner.Scan(text);
        }
        catch (JinjaException error)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"{error.Message} ({path})", error);
        }
    }

    [GeneratedRegex("""adapter\s*=\s*['"](\w+)['"]""")]
    private static partial Regex AdapterOption();
}
