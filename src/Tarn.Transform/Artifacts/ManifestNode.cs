using System.Security.Cryptography;
using System.Text;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;

namespace Tarn.Transform.Artifacts;

/// <summary>Nodes and macros as manifest.json has them.</summary>
internal static class ManifestNode
{
    private static readonly string[] CodeKeys = ["compiled", "compiled_code", "language", "refs", "sources"];
    private static readonly string[] ModelKeys = ["constraints", "version"];
    private static readonly string[] SourceKeys = ["alias", "checksum", "depends_on", "raw_code"];
    private static readonly string[] ExposureKeys = ["alias", "checksum", "columns", "compiled", "compiled_code", "database", "language", "raw_code", "relation_name", "schema"];

    private static readonly string[] FixtureKeys = ["input", "rows", "format", "fixture"];

    public static object? Of(DbtNode node) => node.ResourceType == "unit_test" ? OfUnitTest(node) : OfResource(node);

    private static Dictionary<string, object?> OfResource(DbtNode node)
    {
        var result = (Dictionary<string, object?>)Plain(NodeValue.Of(node))!;
        result["checksum"] = new Dictionary<string, object?> { ["name"] = "sha256", ["checksum"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(node.RawCode))) };
        result["created_at"] = 0;
        result["compiled"] = node.CompiledCode is not null;
        WriteHooks((Dictionary<string, object?>)result["config"]!);
        result.Remove("raw_sql");
        if (node.ResourceType == "source")
        {
            result["source_name"] = node.SourceName;
            result["identifier"] = node.Alias;
            result["source_description"] = string.Empty;
            result["loader"] = string.Empty;
        }

        foreach (var key in Absent(node))
        {
            result.Remove(key);
        }

        if (node.ResourceType == "seed")
        {
            result["depends_on"] = new Dictionary<string, object?> { ["macros"] = Array.Empty<string>() };
        }

        if (node.ResourceType == "exposure")
        {
            result["type"] = Plain(node.Properties.TryGetValue("type", out var type) ? type : "dashboard");
            result["owner"] = Plain(node.Properties.TryGetValue("owner", out var owner) ? owner : new PyDict());
        }

        if (node.TestName is not null)
        {
            var parts = node.TestName.Split('.', 2);
            result["test_metadata"] = new Dictionary<string, object?> { ["name"] = parts[^1], ["namespace"] = parts.Length == 2 ? parts[0] : null, ["kwargs"] = Plain(node.TestArguments) };
            result["column_name"] = node.ColumnName;
            result["attached_node"] = node.AttachedNode;
        }

        return result;
    }

    /// <summary>Keys that the schema does not have for a type of resource.</summary>
    private static IEnumerable<string> Absent(DbtNode node) => node.ResourceType switch
    {
        "model" => [],
        "seed" => [.. CodeKeys, .. ModelKeys],
        "source" => [.. CodeKeys, .. SourceKeys, .. ModelKeys],
        "exposure" => [.. ExposureKeys, .. ModelKeys],
        _ => ModelKeys,
    };

    /// <summary>A hook is an object in the manifest, however a project writes it.</summary>
    private static void WriteHooks(Dictionary<string, object?> config)
    {
        foreach (var time in (string[])["pre-hook", "post-hook"])
        {
            if (config.TryGetValue(time, out var hooks) && hooks is not null)
            {
                config[time] = (hooks as List<object?> ?? [hooks]).Select(Hook).ToList();
            }
        }
    }

    private static Dictionary<string, object?> Hook(object? hook)
    {
        var written = hook as Dictionary<string, object?> ?? new Dictionary<string, object?> { ["sql"] = hook };
        return new Dictionary<string, object?> { ["sql"] = written.GetValueOrDefault("sql"), ["transaction"] = written.GetValueOrDefault("transaction") ?? true, ["index"] = written.GetValueOrDefault("index") };
    }

    private static Dictionary<string, object?> OfUnitTest(DbtNode node)
    {
        var value = (Dictionary<string, object?>)Plain(NodeValue.Of(node))!;
        var entry = (Dictionary<string, object?>)Plain(node.Properties)!;
        string[] kept = ["name", "resource_type", "package_name", "path", "original_file_path", "unique_id", "fqn", "description", "depends_on", "config", "schema", "version"];
        return new Dictionary<string, object?>(kept.Select(key => KeyValuePair.Create(key, value[key])))
        {
            ["model"] = entry.GetValueOrDefault("model"),
            ["given"] = (entry.GetValueOrDefault("given") as List<object?> ?? []).Select(Fixture).ToList(),
            ["expect"] = Fixture(entry.GetValueOrDefault("expect")),
            ["overrides"] = entry.GetValueOrDefault("overrides"),
            ["versions"] = entry.GetValueOrDefault("versions"),
            ["checksum"] = null,
            ["created_at"] = 0,
        };
    }

    private static Dictionary<string, object?> Fixture(object? written)
    {
        var given = written as Dictionary<string, object?> ?? [];
        return FixtureKeys.Where(given.ContainsKey).ToDictionary(key => key, key => given[key]);
    }

    public static object? Of(SourceMacro macro) => new Dictionary<string, object?>
    {
        ["name"] = macro.Name, ["resource_type"] = "macro", ["package_name"] = macro.Package, ["path"] = macro.Path, ["original_file_path"] = macro.Path, ["unique_id"] = macro.UniqueId,
        ["macro_sql"] = macro.Block.Text, ["depends_on"] = new Dictionary<string, object?> { ["macros"] = Array.Empty<string>() }, ["description"] = string.Empty, ["meta"] = new Dictionary<string, object?>(),
        ["docs"] = new Dictionary<string, object?> { ["show"] = true, ["node_color"] = null }, ["patch_path"] = null, ["arguments"] = Array.Empty<string>(), ["created_at"] = 0, ["supported_languages"] = null,
    };

    /// <summary>A template's value as JSON's types.</summary>
    public static object? Plain(object? value) => value switch
    {
        PyDict dict => dict.Pairs.ToDictionary(p => PyText.Str(p.Key), p => Plain(p.Value)),
        PyList list => list.Items.Select(Plain).ToList(),
        PyTuple tuple => tuple.Items.Select(Plain).ToList(),
        PyObject other => other.Str(),
        System.Numerics.BigInteger number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        double number when !double.IsFinite(number) => PyText.Repr(number),
        _ => value,
    };
}
