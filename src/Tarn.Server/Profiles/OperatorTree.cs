using System.Globalization;
using System.Text.RegularExpressions;
using Tarn.Engine.Native;

namespace Tarn.Server.Profiles;

/// <summary>The executor's profile in the API's words.</summary>
static partial class OperatorTree
{
    const int LongestDetail = 2_000;

    /// <summary>The root of the executor's tree is the statement itself; what it did is below.</summary>
    public static OperatorAnswer? Of(ProfilingNode? root) => root is null ? null : root.Children switch
    {
        [] => null,
        [var one] => Node(one),
        var several => new OperatorAnswer("RESULT", 0, 0, [.. several.Select(Node)]),
    };

    public static long? Number(ProfilingNode? root, string metric) =>
        root is not null && long.TryParse(root.Metrics.GetValueOrDefault(metric), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    static OperatorAnswer Node(ProfilingNode node)
    {
        var seconds = double.TryParse(node.Metrics.GetValueOrDefault("OPERATOR_TIMING"), NumberStyles.Float, CultureInfo.InvariantCulture, out var s) ? s : 0;
        var name = node.Metrics.GetValueOrDefault("OPERATOR_NAME") is { Length: > 0 } named ? named : node.Metrics.GetValueOrDefault("OPERATOR_TYPE", "?");
        return new OperatorAnswer(name.Trim(), seconds * 1000, Number(node, "OPERATOR_CARDINALITY") ?? 0, [.. node.Children.Select(Node)])
        {
            Details = Details(node.Metrics.GetValueOrDefault("EXTRA_INFO", "")),
        };
    }

    /// <summary>The executor prints a map: <c>{Key=value, Other=[…]}</c>. What cannot be told apart is kept in one piece; names of its own functions and files are left out.</summary>
    static Dictionary<string, string> Details(string text)
    {
        var inner = text.Trim().TrimStart('{').TrimEnd('}');
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in Entry().Split(inner).Select(p => p.Trim().TrimEnd(',')).Where(p => p.Length > 0))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = at < 0 ? ("", part) : (part[..at].Trim(), part[(at + 1)..].Trim());
            if (Internal(key)) continue;
            found[key] = value.Length > LongestDetail ? value[..LongestDetail] + "…" : value;
        }
        return found;
    }

    static bool Internal(string key) => key is "Function" or "Filename(s)" or "__estimated_cardinality__" or "Total Files Read" or "Scanning Files" or "File Filters";

    [GeneratedRegex(@",\s*(?=[A-Z_][A-Za-z _()]*=)", RegexOptions.CultureInvariant)]
    private static partial Regex Entry();
}
