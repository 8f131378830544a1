using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Projects;

/// <summary>A generic test as properties name it, with the name and id that dbt makes of it.</summary>
internal sealed partial class GenericTest
{
    private const int MaxShortName = 64;

    private static readonly HashSet<string> ConfigKeys = new(StringComparer.Ordinal)
    {
        "severity", "tags", "enabled", "where", "limit", "warn_if", "error_if", "fail_calc", "store_failures", "store_failures_as", "meta", "database", "schema", "alias", "group",
    };

    public GenericTest(DbtNode target, string? column, object? definition)
    {
        Target = target;
        Column = column;
        var (name, values) = Split(definition);
        var parts = name.Split('.', 2);
        Namespace = parts.Length == 2 ? parts[0] : null;
        Macro = parts[^1];
        foreach (var (key, value) in values.Pairs)
        {
            Take(PyText.Str(key), value);
        }

        if (column is not null)
        {
            Arguments["column_name"] = column;
        }

        (ShortName, FullName) = Names(values.TryGetValue("name", out var given) ? PyText.Str(given) : null);
        Arguments["model"] = $"{{{{ get_where_subquery({Reference(target)}) }}}}";
    }

    public DbtNode Target { get; }

    public string? Column { get; }

    public string? Namespace { get; }

    public string Macro { get; }

    public PyDict Arguments { get; } = new();

    public PyDict Config { get; } = new();

    public string ShortName { get; }

    public string FullName { get; }

    public string UniqueId(string package)
    {
        var metadata = new PyDict(new Dictionary<string, object?> { ["kwargs"] = Hashable(Arguments), ["name"] = Macro, ["namespace"] = Namespace ?? "None" });
        return $"test.{package}.{FullName}.{Md5(FullName + metadata.Repr())[^10..]}";
    }

    private static string Reference(DbtNode target) => target.ResourceType == "source"
        ? $"source('{target.SourceName}', '{target.Name}')"
        : target.Version is null ? $"ref('{target.Name}')" : $"ref('{target.Name}', version='{target.Version}')";

    private static (string Name, PyDict Values) Split(object? definition)
    {
        if (definition is string text)
        {
            return (text, new PyDict());
        }

        var dict = definition as PyDict ?? throw new DbtException(DbtErrorKind.Compilation, $"test must be dict or str, got {PyText.TypeName(definition)} (value {PyText.Repr(definition)})");
        if (dict.TryGetValue("test_name", out var named))
        {
            var rest = new PyDict(dict);
            rest.Remove("test_name", out _);
            return (PyText.Str(named), rest);
        }

        if (dict.Count != 1)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"test definition dictionary must have exactly one key, got {dict.Repr()} instead ({dict.Count} keys)");
        }

        var (key, value) = dict.Pairs.First();
        return (PyText.Str(key), value as PyDict ?? new PyDict());
    }

    private void Take(string key, object? value)
    {
        switch (key)
        {
            case "arguments" when value is PyDict arguments:
                foreach (var (name, argument) in arguments.Pairs)
                {
                    Arguments[name] = argument;
                }

                break;
            case "config" when value is PyDict config:
                NodeConfigs.Merge(Config, config);
                break;
            case "name" or "description":
                break;
            default:
                if (ConfigKeys.Contains(key))
                {
                    Config[key] = value;
                }
                else
                {
                    Arguments[key] = value;
                }

                break;
        }
    }

    private (string Short, string Full) Names(string? custom)
    {
        if (custom is not null)
        {
            return (custom, custom);
        }

        var target = Target.ResourceType == "source" ? $"{Target.SourceName}_{Target.Name}" : Target.Version is null ? Target.Name : $"{Target.Name}_v{Target.Version}";
        var kind = (Target.ResourceType == "source" ? "source_" : string.Empty) + (Namespace is null ? Macro : $"{Namespace}_{Macro}");
        var flat = new List<string>();
        foreach (var key in PyIteration.Sorted(Arguments.Keys, null, false))
        {
            flat.AddRange(Arguments[key] switch
            {
                PyDict dict => dict.Values.Select(PyText.Str),
                PyList list => list.Items.Select(PyText.Str),
                var value => [PyText.Str(value)],
            });
        }

        var identifier = $"{kind}_{target}";
        var full = $"{identifier}_{string.Join("__", flat.Select(f => NotWord().Replace(f, "_")))}";
        return (full.Length >= MaxShortName ? $"{(identifier.Length > 30 ? identifier[..30] : identifier)}_{Md5(full)}" : full, full);
    }

    private static object? Hashable(object? value) => value switch
    {
        PyDict dict => HashableDict(dict),
        PyList list => new PyList(list.Items.Select(Hashable)),
        _ => PyText.Str(value),
    };

    private static PyDict HashableDict(PyDict dict)
    {
        var result = new PyDict();
        foreach (var key in PyIteration.Sorted(dict.Keys, null, false))
        {
            result[key] = Hashable(dict[key]);
        }

        return result;
    }

#pragma warning disable CA5351 // dbt's ids carry MD5; nothing is protected by it.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    [GeneratedRegex("[^0-9a-zA-Z_]+")]
    private static partial Regex NotWord();
}
