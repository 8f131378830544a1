using System.IO.Enumeration;
using System.Text.RegularExpressions;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Selectors;

/// <summary>What the methods of a selector match.</summary>
internal sealed class SelectorMethods(DbtManifest manifest, string rootPackage, string rootFolder)
{
    private static readonly HashSet<string> FqnTypes = new(StringComparer.Ordinal) { "model", "seed", "test", "snapshot", "analysis", "exposure", "unit_test", "metric" };

    public IEnumerable<DbtNode> Match(SelectorSpec spec)
    {
        var method = spec.Method ?? DefaultMethod(spec.Value);
        Func<DbtNode, bool> test = method switch
        {
            "fqn" => n => MatchesFqn(n, spec.Value),
            "tag" => n => n.Tags.Any(t => Glob(spec.Value, t)),
            "path" => PathTest(spec.Value),
            "file" => n => Glob(spec.Value, Path.GetFileName(n.Path)) || Glob(spec.Value, Path.GetFileNameWithoutExtension(n.Path)),
            "package" => n => Glob(spec.Value == "this" ? rootPackage : spec.Value, n.PackageName),
            "resource_type" => n => n.ResourceType == spec.Value,
            "config" => n => MatchesConfig(n, spec),
            "source" => n => n.ResourceType == "source" && MatchesSource(n, spec.Value),
            "exposure" => n => n.ResourceType == "exposure" && MatchesNamed(n, spec.Value),
            "test_type" => n => MatchesTestType(n, spec.Value),
            "test_name" => n => n.TestName is { } name && Glob(spec.Value, name.Split('.')[^1]),
            "access" => n => n.ResourceType == "model" && Text(n, "access", "protected") == spec.Value,
            "group" => n => Glob(spec.Value, Text(n, "group", string.Empty)) && Text(n, "group", string.Empty).Length > 0,
            "unit_test" => n => n.ResourceType == "unit_test" && MatchesNamed(n, spec.Value),
            "version" => n => n.ResourceType == "model" && MatchesVersion(n, spec.Value),
            "state" or "result" or "source_status" or "metric" or "semantic_model" or "saved_query" => throw DbtException.NotYet($"the selector method '{method}:'"),
            _ => throw new DbtException(DbtErrorKind.Usage, $"'{method}' is not a valid method name"),
        };
        return manifest.Nodes.Values.Where(n => n.ResourceType != "operation").Where(test);
    }

    public static bool Glob(string pattern, string text) => pattern.Contains('[', StringComparison.Ordinal)
        ? Regex.IsMatch(text, "^" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal).Replace(@"\[", "[", StringComparison.Ordinal) + "$")
        : FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);

    private static string DefaultMethod(string value)
    {
        if (value.Contains('/', StringComparison.Ordinal) || value.Contains('\\', StringComparison.Ordinal))
        {
            return "path";
        }

        return value.EndsWith(".sql", StringComparison.OrdinalIgnoreCase) || value.EndsWith(".py", StringComparison.OrdinalIgnoreCase) || value.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            ? "file"
            : "fqn";
    }

    private static bool MatchesFqn(DbtNode node, string value)
    {
        if (!FqnTypes.Contains(node.ResourceType) || value.Length == 0)
        {
            return false;
        }

        return IsFqnMatch(node, node.Fqn, value) || (node.Fqn.Count > 1 && IsFqnMatch(node, [.. node.Fqn.Skip(1)], value));
    }

    /// <summary>The name alone, or the path from the left; from the first wildcard on, the rest is matched as one text.</summary>
    private static bool IsFqnMatch(DbtNode node, IReadOnlyList<string> fqn, string value)
    {
        var parts = value.Split('.');
        var exact = node.Version is null ? Glob(value, fqn[^1]) : fqn.Count > 1 && (Glob(value, fqn[^2]) || string.Join('_', fqn.TakeLast(2)) == string.Join('_', parts.TakeLast(2)));
        if (exact)
        {
            return true;
        }

        var flat = fqn.SelectMany(f => f.Split('.')).ToList();
        if (parts.Length > flat.Count)
        {
            return false;
        }

        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].AsSpan().IndexOfAny("*?[]") >= 0)
            {
                return Glob(string.Join('.', parts.Skip(i)), string.Join('.', flat.Skip(i)));
            }

            if (flat[i] != parts[i])
            {
                return false;
            }
        }

        return true;
    }

    private Func<DbtNode, bool> PathTest(string value)
    {
        var pattern = value.Replace('\\', '/').TrimEnd('/');
        pattern = pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern;
        return n =>
        {
            var path = Path.GetRelativePath(rootFolder, Path.Combine(n.Project.Folder, n.Path)).Replace('\\', '/');
            for (var current = path; current.Length > 0; current = current.Contains('/', StringComparison.Ordinal) ? current[..current.LastIndexOf('/')] : string.Empty)
            {
                if (Glob(pattern, current) && pattern.Count(c => c == '/') == current.Count(c => c == '/'))
                {
                    return true;
                }
            }

            return false;
        };
    }

    private static bool MatchesConfig(DbtNode node, SelectorSpec spec)
    {
        object? value = node.Config;
        foreach (var part in (spec.MethodArgument ?? string.Empty).Split('.'))
        {
            if (value is not PyDict dict || !dict.TryGetValue(part, out value))
            {
                return false;
            }
        }

        bool Same(object? item) => item switch
        {
            bool flag => string.Equals(spec.Value, flag ? "true" : "false", StringComparison.OrdinalIgnoreCase),
            string text => Glob(spec.Value, text) || (spec.MethodArgument == "severity" && text.Equals(spec.Value, StringComparison.OrdinalIgnoreCase)),
            _ => false,
        };
        return value switch
        {
            PyList list => list.Items.Any(Same),
            PyDict dict => dict.ContainsKey(spec.Value),
            _ => Same(value),
        };
    }

    private static bool MatchesSource(DbtNode node, string value)
    {
        var parts = value.Split('.');
        var wanted = parts.Length == 1 ? ["*", parts[0], "*"] : parts.Length == 2 ? ["*", parts[0], parts[1]] : parts;
        return parts.Length <= 3 && Glob(wanted[0], node.PackageName) && Glob(wanted[1], node.SourceName!) && Glob(wanted[2], node.Name);
    }

    private static bool MatchesNamed(DbtNode node, string value)
    {
        var parts = value.Split('.');
        return Glob(parts[^1], node.Name) && (parts.Length == 1 || Glob(parts[0], node.PackageName));
    }

    private static bool MatchesTestType(DbtNode node, string value) => node.ResourceType is "test" or "unit_test" && value switch
    {
        "unit" => node.ResourceType == "unit_test",
        _ when node.ResourceType == "unit_test" => false,
        "data" => true,
        "generic" => node.TestName is not null,
        "singular" => node.TestName is null,
        _ => throw new DbtException(DbtErrorKind.Usage, $"Invalid test type selector {value}: expected \"generic\", \"singular\", \"unit\" or \"data\""),
    };

    private static bool MatchesVersion(DbtNode node, string value)
    {
        var latest = Text(node, "latest_version", string.Empty);
        return value switch
        {
            "none" => node.Version is null,
            "latest" => node.Version is not null && node.Version == latest,
            "old" => node.Version is not null && string.CompareOrdinal(node.Version, latest) < 0,
            "prerelease" => node.Version is not null && string.CompareOrdinal(node.Version, latest) > 0,
            _ => throw new DbtException(DbtErrorKind.Usage, $"Invalid version type selector {value}: expected \"latest\", \"prerelease\", \"old\", or \"none\""),
        };
    }

    private static string Text(DbtNode node, string key, string otherwise)
    {
        var value = node.Properties.TryGetValue(key, out var property) ? property : node.Config.TryGetValue(key, out var config) ? config : null;
        return value is null ? otherwise : PyText.Str(value);
    }
}
