using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Rendering;
using Tarn.Transform.UnitTests;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Projects;

/// <summary>Reads a project and its packages into a graph.</summary>
public sealed class ProjectParser
{
    private readonly ParsedProject parsed;
    private readonly NodeFactory factory;
    private readonly List<DbtNode> nodes = [];
    private readonly GenericTestReader tests;
    private readonly Dictionary<string, List<PropertyFile>> properties = new(StringComparer.Ordinal);

    private ProjectParser(ParsedProject parsed)
    {
        this.parsed = parsed;
        factory = new NodeFactory(parsed);
        tests = new GenericTestReader(factory);
    }

    /// <exception cref="DbtException">A project file is wrong.</exception>
    public static ParsedProject Parse(ParseOptions options)
    {
        var early = new BaseContext(options.Variables, options.EnvironmentVariables, options.Target("default"), options.Flags, options.Log, options.Time);
        var projects = new ProjectLoader(early.Names).Load(options.Folder);
        var parsed = new ParsedProject(options, projects, new MacroLibrary(projects));
        new ProjectParser(parsed).Run();
        return parsed;
    }

    private void Run()
    {
        foreach (var project in parsed.Projects)
        {
            var files = PropertyFile.Load(project).ToList();
            properties[project.Name] = files;
            ReadSources(files);
            ReadModels(project, files);
            ReadSeeds(project, files);
            ReadSnapshots(project, files);
            ReadPlain(project, project.TestPaths, "test", files);
            ReadPlain(project, project.AnalysisPaths, "analysis", files);
            ReadExposures(files);
            ReadHooks(project);
            parsed.NotYet.AddRange(UnsupportedResources.Find(project, files));
        }

        WarnOfEntries();
        nodes.AddRange(tests.Read());
        ReadUnitTests();
        var quoting = QuotePolicy.Of(parsed.Root.Settings);
        nodes.FindAll(n => n.ResourceType != "source").ForEach(n => n.Quoting = quoting);
        var enabled = nodes.Where(n => n.IsEnabled).ToList();
        GraphLinker.Link(parsed, enabled, nodes.Where(n => !n.IsEnabled).ToList());
        ReadSelectors();
        WarnOfUnwritten();
    }

    /// <summary>Entries of property files that describe nothing; their tests are told to have no target.</summary>
    private void WarnOfEntries()
    {
        foreach (var project in parsed.Projects)
        {
            foreach (var (section, type) in new[] { ("models", "model"), ("seeds", "seed"), ("snapshots", "snapshot") })
            {
                var names = nodes.Where(n => n.ResourceType == type && n.PackageName == project.Name).Select(n => n.Name).Concat(parsed.NotYet.Select(r => r.Name)).ToHashSet(StringComparer.Ordinal);
                foreach (var (file, entry) in properties[project.Name].SelectMany(f => f.Entries(section).Where(e => e.ContainsKey("name")).Select(e => (f, e))))
                {
                    var name = PyText.Str(entry["name"]);
                    if (!names.Contains(name))
                    {
                        parsed.Warnings.Add($"Did not find matching node for patch with name '{name}' in the '{section}' section of file '{file.Path}'");
                        tests.Add(new DbtNode { UniqueId = $"{type}.{project.Name}.{name}", ResourceType = type, Name = name, Project = project, Path = file.Path, Fqn = [project.Name, name] }, entry, file.Path);
                    }
                }
            }
        }
    }

    /// <summary>Comments are not written on tables yet, nor are roles granted them; everything else of such a model is as it says, and nobody may read more than before.</summary>
    private void WarnOfUnwritten()
    {
        foreach (var (key, told) in new[] { ("persist_docs", "persist_docs; built without comments"), ("grants", "grants; built, and nobody was granted anything") })
        {
            var asked = parsed.Manifest.Nodes.Values.Where(n => n.ResourceType is "model" or "seed" or "snapshot" && n.Config.TryGetValue(key, out var value)
                && value is PyDict dict && dict.Pairs.Any(p => PyIteration.IsTrue(p.Value))).Select(n => n.SearchName).Order(StringComparer.Ordinal).ToList();
            if (asked.Count > 0)
            {
                parsed.Warnings.Add($"not yet: {told}: {string.Join(", ", asked)}");
            }
        }
    }

    private void ReadSources(List<PropertyFile> files)
    {
        foreach (var file in files)
        {
            foreach (var source in file.Entries("sources"))
            {
                foreach (var table in PyIteration.Iterate(source.TryGetValue("tables", out var tables) ? tables : new PyList()).OfType<PyDict>())
                {
                    AddSource(file, source, table);
                }
            }
        }
    }

    private void AddSource(PropertyFile file, PyDict source, PyDict table)
    {
        string? Text(PyDict entry, string key) => entry.TryGetValue(key, out var value) && value is not null ? PyText.Str(factory.Render(value, file.Project)) : null;
        var group = Text(source, "name")!;
        var name = Text(table, "name")!;
        var node = new DbtNode
        {
            UniqueId = $"source.{file.Project.Name}.{group}.{name}",
            ResourceType = "source",
            Name = name,
            SourceName = group,
            Project = file.Project,
            Path = file.Path,
            Fqn = [file.Project.Name, .. file.Folders, group, name],
            Description = Text(table, "description") ?? string.Empty,
        };
        node.Database = Text(source, "database") ?? parsed.Options.Database;
        node.Schema = Text(source, "schema") ?? group;
        node.Alias = Text(table, "identifier") ?? name;
        node.Config = new PyDict(new Dictionary<string, object?> { ["enabled"] = true, ["tags"] = new PyList(), ["meta"] = new PyDict() });
        foreach (var level in NodeConfigs.Levels(file.Project.Configs("sources"), node.Fqn))
        {
            NodeConfigs.Merge(node.Config, level);
        }

        foreach (var entry in new[] { source, table })
        {
            foreach (var key in new[] { "tags", "meta" })
            {
                MergeProperty(node, entry, key);
            }

            if (entry.TryGetValue("config", out var config) && config is PyDict dict)
            {
                NodeConfigs.Merge(node.Config, (PyDict)factory.Render(dict, file.Project)!);
            }
        }

        node.Columns = PropertyLookup.Columns(table);
        node.Properties = table;
        nodes.Add(node);
        tests.Add(node, table, file.Path);
    }

    private static void MergeProperty(DbtNode node, PyDict entry, string key)
    {
        if (entry.TryGetValue(key, out var value) && value is not null)
        {
            NodeConfigs.Merge(node.Config, new PyDict(new Dictionary<string, object?> { [key] = value }));
        }
    }

    private void ReadModels(DbtProject project, List<PropertyFile> files)
    {
        var lookup = new PropertyLookup(files, "models");
        foreach (var (root, file) in Files(project, project.ModelPaths, ".sql"))
        {
            var stem = Path.GetFileNameWithoutExtension(file);
            var (entry, version) = lookup.Find(stem);
            var name = version is null ? stem : PyText.Str(entry["name"]);
            var parts = ProjectFiles.Parts(root, file);
            var node = new DbtNode
            {
                UniqueId = $"model.{project.Name}.{name}" + (version is null ? string.Empty : $".v{version}"),
                ResourceType = "model",
                Name = name,
                Version = version,
                Project = project,
                Path = Path.GetRelativePath(project.Folder, file),
                Fqn = [project.Name, .. parts.Take(parts.Count - 1), name, .. version is null ? Array.Empty<string>() : [$"v{version}"]],
                RawCode = Code(file),
                Description = entry.TryGetValue("description", out var text) ? PyText.Str(text) : string.Empty,
                Columns = PropertyLookup.Columns(entry),
            };
            Add(node, entry, "models");
            tests.Add(node, entry, lookup.PathOf(stem) ?? node.Path);
        }
    }

    private void ReadSeeds(DbtProject project, List<PropertyFile> files)
    {
        var lookup = new PropertyLookup(files, "seeds");
        foreach (var (root, file) in Files(project, project.SeedPaths, ".csv"))
        {
            var parts = ProjectFiles.Parts(root, file);
            var (entry, _) = lookup.Find(parts[^1]);
            var node = new DbtNode
            {
                UniqueId = $"seed.{project.Name}.{parts[^1]}",
                ResourceType = "seed",
                Name = parts[^1],
                Project = project,
                Path = Path.GetRelativePath(project.Folder, file),
                Fqn = [project.Name, .. parts],
                Columns = PropertyLookup.Columns(entry),
                Description = entry.TryGetValue("description", out var text) ? PyText.Str(text) : string.Empty,
            };
            Add(node, entry, "seeds");
            tests.Add(node, entry, lookup.PathOf(parts[^1]) ?? node.Path);
        }
    }

    private void ReadUnitTests()
    {
        foreach (var project in parsed.Projects)
        {
            foreach (var (node, entry) in UnitTestReader.Read(project, properties[project.Name], nodes).ToList())
            {
                Add(node, entry, "unit_tests");
            }
        }
    }

    private void ReadSnapshots(DbtProject project, List<PropertyFile> files)
    {
        foreach (var (node, entry, path) in SnapshotReader.Read(project, files))
        {
            Add(node, entry, "snapshots");
            if (node.IsEnabled)
            {
                SnapshotReader.Check(node);
            }

            tests.Add(node, entry, path);
        }
    }

    /// <summary>The project's hooks are nodes as well: compile lists them, and they may refer to models.</summary>
    private void ReadHooks(DbtProject project)
    {
        foreach (var when in new[] { "on-run-start", "on-run-end" })
        {
            foreach (var (sql, index) in project.Texts(when).Select((s, i) => (s, i)))
            {
                var name = $"{project.Name}-{when}-{index}";
                var node = new DbtNode
                {
                    UniqueId = $"operation.{project.Name}.{name}",
                    ResourceType = "operation",
                    Name = name,
                    Project = project,
                    Path = "dbt_project.yml",
                    Fqn = [project.Name, "hooks", name],
                    CompiledName = name,
                    RawCode = sql,
                };
                factory.Capture(node, new PyDict(), "models");
                node.Schema = parsed.Options.Schema;
                node.Alias = name;
                node.Index = index;
                nodes.Add(node);
            }
        }
    }

    private void ReadPlain(DbtProject project, IReadOnlyList<string> folders, string type, List<PropertyFile> files)
    {
        var lookup = new PropertyLookup(files, type == "test" ? "data_tests" : "analyses");
        foreach (var (root, file) in Files(project, folders, ".sql"))
        {
            var parts = ProjectFiles.Parts(root, file);
            if (type == "test" && parts[0] == "generic" && parts.Count > 1)
            {
                continue;
            }

            var code = Code(file);
            if (type == "test" && BlockScanner.Scan(code).Any(b => b.Kind is "test" or "data_test"))
            {
                continue;
            }

            var node = new DbtNode
            {
                UniqueId = $"{type}.{project.Name}.{parts[^1]}",
                ResourceType = type,
                Name = parts[^1],
                Project = project,
                Path = Path.GetRelativePath(project.Folder, file),
                Fqn = type == "analysis" ? [project.Name, "analysis", .. parts] : [project.Name, .. parts],
                RawCode = code,
            };
            Add(node, lookup.Find(parts[^1]).Entry, type == "test" ? "data_tests" : "models");
        }
    }

    private void ReadExposures(List<PropertyFile> files)
    {
        foreach (var file in files)
        {
            foreach (var entry in file.Entries("exposures"))
            {
                var name = PyText.Str(entry["name"]);
                var node = new DbtNode
                {
                    UniqueId = $"exposure.{file.Project.Name}.{name}",
                    ResourceType = "exposure",
                    Name = name,
                    Project = file.Project,
                    Path = file.Path,
                    Fqn = [file.Project.Name, .. file.Folders, name],
                    RawCode = string.Concat(PyIteration.Iterate(entry.TryGetValue("depends_on", out var on) ? on : new PyList()).Select(d => $"{{{{ {PyText.Str(d)} }}}}\n")),
                };
                Add(node, entry, "exposures");
            }
        }
    }

    private void Add(DbtNode node, PyDict entry, string section)
    {
        var configured = new PyDict(entry);
        factory.Capture(node, configured, section);
        nodes.Add(node);
    }

    private static IEnumerable<(string Root, string File)> Files(DbtProject project, IEnumerable<string> folders, string extension) =>
        folders.SelectMany(f => ProjectFiles.Below(project, [f], extension).Select(file => (Path.Combine(project.Folder, f), file)));

    /// <summary>dbt strips the file.</summary>
    private static string Code(string file) => File.ReadAllText(file).Trim(PyText.WhiteSpace);

    private void ReadSelectors()
    {
        var file = Path.Combine(parsed.Root.Folder, "selectors.yml");
        if (!File.Exists(file) || YamlValues.Parse("selectors.yml", File.ReadAllText(file)) is not PyDict content)
        {
            return;
        }

        foreach (var entry in PyIteration.Iterate(content["selectors"]).OfType<PyDict>())
        {
            var name = PyText.Str(entry["name"]);
            parsed.Selectors[name] = entry["definition"];
            if (entry.TryGetValue("default", out var isDefault) && PyIteration.IsTrue(factory.Render(isDefault, parsed.Root)))
            {
                parsed.DefaultSelector = name;
            }
        }
    }
}
