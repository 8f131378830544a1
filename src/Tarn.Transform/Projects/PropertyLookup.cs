using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Projects;

/// <summary>Entries of a section of the property files by the name of the file that they describe.</summary>
internal sealed class PropertyLookup
{
    private static readonly string[] TestKeys = ["data_tests", "tests"];

    private readonly Dictionary<string, (PyDict Entry, string? Version)> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> paths = new(StringComparer.Ordinal);

    public PropertyLookup(IEnumerable<PropertyFile> files, string section)
    {
        foreach (var file in files)
        {
            foreach (var entry in file.Entries(section).Where(e => e.ContainsKey("name")))
            {
                Add(entry, file.Path);
            }
        }
    }

    public (PyDict Entry, string? Version) Find(string stem) => entries.TryGetValue(stem, out var found) ? found : (new PyDict(), null);

    /// <summary>The property file of an entry, or null.</summary>
    public string? PathOf(string stem) => paths.GetValueOrDefault(stem);

    public static IEnumerable<object?> Tests(PyDict entry) => TestKeys.SelectMany(key => entry.TryGetValue(key, out var value) && value is PyList list ? list.Items : []);

    /// <summary>A column's name as tests get it: quoted where its properties say so.</summary>
    public static string ColumnName(PyDict column) => column.TryGetValue("quote", out var quote) && PyIteration.IsTrue(quote)
        ? $"\"{PyText.Str(column["name"])}\""
        : PyText.Str(column["name"]);

    public static PyDict Columns(PyDict entry)
    {
        var result = new PyDict();
        foreach (var column in (entry.TryGetValue("columns", out var columns) && columns is PyList list ? list.Items : []).OfType<PyDict>().Where(c => c.ContainsKey("name")))
        {
            result[column["name"]] = column;
        }

        return result;
    }

    private void Add(PyDict entry, string path)
    {
        var name = PyText.Str(entry["name"]);
        if (!entry.TryGetValue("versions", out var versions) || versions is not PyList list)
        {
            entries[name] = (entry, null);
            paths[name] = path;
            return;
        }

        var all = list.Items.OfType<PyDict>().ToList();
        var latest = entry.TryGetValue("latest_version", out var given) && given is not null ? given : all.Select(v => v["v"]).Aggregate((a, b) => PyCompare.Less(a, b, "<") ? b : a);
        foreach (var version in all)
        {
            var number = PyText.Str(version["v"]);
            var merged = Merge(entry, version);
            merged["latest_version"] = latest;
            var stem = version.TryGetValue("defined_in", out var file) ? PyText.Str(file) : $"{name}_v{number}";
            entries[stem] = (merged, number);
            entries.TryAdd($"{name}.v{number}", (merged, number));
            paths[stem] = path;
        }
    }

    /// <summary>A version's own properties over those of the model; its columns include the model's as it says.</summary>
    private static PyDict Merge(PyDict entry, PyDict version)
    {
        var merged = new PyDict(entry);
        foreach (var (key, value) in version.Pairs)
        {
            merged[key] = key is "columns" ? MergeColumns(entry, (PyList)value!) : key is "config" ? MergeConfig(entry, (PyDict)value!) : value;
        }

        return merged;
    }

    private static PyDict MergeConfig(PyDict entry, PyDict own)
    {
        var result = entry.TryGetValue("config", out var config) && config is PyDict dict ? new PyDict(dict) : new PyDict();
        NodeConfigs.Merge(result, own);
        return result;
    }

    private static PyList MergeColumns(PyDict entry, PyList own)
    {
        var inherited = entry.TryGetValue("columns", out var columns) && columns is PyList list ? list.Items.OfType<PyDict>().ToList() : [];
        var result = new List<object?>();
        foreach (var column in own.Items.OfType<PyDict>())
        {
            if (!column.TryGetValue("include", out var include))
            {
                result.Add(column);
                continue;
            }

            var excluded = column.TryGetValue("exclude", out var exclude) && exclude is PyList names ? names.Items.Select(PyText.Str).ToHashSet() : [];
            var wanted = include is PyList some ? some.Items.Select(PyText.Str).ToHashSet() : null;
            result.AddRange(inherited.Where(c => !excluded.Contains(PyText.Str(c["name"])) && (wanted is null || wanted.Contains(PyText.Str(c["name"])))));
        }

        return new PyList(result);
    }
}
