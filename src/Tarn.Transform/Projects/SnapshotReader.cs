using Tarn.Transform.Graph;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Rendering;

namespace Tarn.Transform.Projects;

/// <summary>Snapshots of a project: blocks in SQL files, and entries of property files with a <c>relation</c>.</summary>
internal static class SnapshotReader
{
    /// <summary>Each snapshot with its properties and the file that they stand in.</summary>
    public static IEnumerable<(DbtNode Node, PyDict Entry, string PropertyPath)> Read(DbtProject project, IReadOnlyList<PropertyFile> files)
    {
        var lookup = new PropertyLookup(files, "snapshots");
        foreach (var folder in project.SnapshotPaths)
        {
            foreach (var file in ProjectFiles.Below(project, [folder], ".sql"))
            {
                var path = Path.GetRelativePath(project.Folder, file);
                var parts = ProjectFiles.Parts(Path.Combine(project.Folder, folder), file);
                foreach (var block in Blocks(path, File.ReadAllText(file)))
                {
                    var (entry, _) = lookup.Find(block.Name);
                    yield return (Node(project, block.Name, path, [project.Name, .. parts, block.Name], block.Contents, entry), entry, lookup.PathOf(block.Name) ?? path);
                }
            }
        }

        foreach (var file in files)
        {
            foreach (var entry in file.Entries("snapshots").Where(e => e.ContainsKey("name") && e.TryGetValue("relation", out var relation) && relation is not null))
            {
                var name = PyText.Str(entry["name"]);
                yield return (Node(project, name, file.Path, [project.Name, .. file.Folders, name], $"select * from {{{{ {PyText.Str(entry["relation"])} }}}}", entry), entry, file.Path);
            }
        }
    }

    /// <summary>What dbt refuses of a snapshot's configuration while it parses.</summary>
    public static void Check(DbtNode node)
    {
        object? Value(string key) => node.Config.TryGetValue(key, out var value) ? value : null;
        bool Has(string key) => Value(key) is { } value && PyIteration.IsTrue(value);
        var strategy = Value("strategy") is { } given ? PyText.Str(given) : string.Empty;
        var wrong = strategy.Length == 0 || !Has("unique_key") ? "Snapshots must be configured with a 'strategy' and 'unique_key'."
            : strategy == "check" && !Has("check_cols") ? "A snapshot configured with the check strategy must specify a check_cols configuration."
            : strategy == "check" && Value("check_cols") is string columns && columns != "all" ? $"Invalid value for 'check_cols': {columns}. Expected 'all' or a list of strings."
            : strategy == "timestamp" && !Has("updated_at") ? "A snapshot configured with the timestamp strategy must specify an updated_at configuration."
            : strategy == "timestamp" && Has("check_cols") ? "A 'timestamp' snapshot should not have 'check_cols'"
            : node.Materialized != "snapshot" ? "A snapshot must have a materialized value of 'snapshot'"
            : Value("hard_deletes") is { } mode && PyText.Str(mode) is not ("ignore" or "invalidate" or "new_record") ? $"Invalid setting for property hard_deletes: {PyText.Str(mode)}. Expected 'ignore', 'invalidate' or 'new_record'."
            : Has("hard_deletes") && Value("invalidate_hard_deletes") is not null ? "You cannot set both the invalidate_hard_deletes and hard_deletes config properties on the same snapshot."
            : null;
        if (wrong is not null)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"Parsing Error in snapshot {node.Name} ({node.Path})\n  {wrong}");
        }
    }

    private static DbtNode Node(DbtProject project, string name, string path, IReadOnlyList<string> fqn, string code, PyDict entry) => new()
    {
        UniqueId = $"snapshot.{project.Name}.{name}",
        ResourceType = "snapshot",
        Name = name,
        Project = project,
        Path = path,
        Fqn = fqn,
        RawCode = code,
        CompiledName = path.EndsWith(".sql", StringComparison.Ordinal) ? null : name,
        Columns = PropertyLookup.Columns(entry),
        Description = entry.TryGetValue("description", out var text) ? PyText.Str(text) : string.Empty,
    };

    private static IEnumerable<SourceBlock> Blocks(string path, string text)
    {
        try
        {
            return BlockScanner.Scan(text).Where(b => b.Kind == "snapshot");
        }
        catch (JinjaException error)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"{error.Message} ({path})", error);
        }
    }
}
