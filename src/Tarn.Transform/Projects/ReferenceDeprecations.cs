using System.Globalization;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Projects;

/// <summary>What dbt says of models with a <c>deprecation_date</c>: of those that are past it, and of each reference to one.</summary>
internal static class ReferenceDeprecations
{
    public static IEnumerable<string> Of(ParsedProject parsed, TimeProvider time)
    {
        var now = time.GetUtcNow();
        foreach (var node in parsed.Manifest.Nodes.Values.OrderBy(n => n.UniqueId, StringComparer.Ordinal))
        {
            if (DateOf(node) is { } own && own < now)
            {
                yield return $"Model {node.Name}{Version(node)} has passed its deprecation date of {Text(own)}. This model should be disabled or removed.";
            }

            foreach (var target in node.AttachedNode is null ? node.DependsOn.Select(id => parsed.Manifest.Nodes[id]) : [])
            {
                if (DateOf(target) is { } date)
                {
                    yield return $"While compiling '{node.Name}': Found a reference to {target.Name}{Version(target)}, which {(date < now ? "was deprecated" : "is slated for deprecation")} on '{Text(date)}'. {Newer(target)}".TrimEnd();
                }
            }
        }
    }

    private static string Version(DbtNode node) => node.Version is null ? string.Empty : $".v{node.Version}";

    private static string Newer(DbtNode target)
    {
        var latest = target.Properties.TryGetValue("latest_version", out var value) ? PyText.Str(value) : null;
        return target.Version is null || target.Version == latest
            ? string.Empty
            : $"A new version of '{target.Name}' is available. Try it out: {{{{ ref('{target.PackageName}', '{target.Name}', v='{latest}') }}}}.";
    }

    private static DateTimeOffset? DateOf(DbtNode node) =>
        node.ResourceType == "model" && node.Properties.TryGetValue("deprecation_date", out var value) && value is not null
        && DateTimeOffset.TryParse(PyText.Str(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    private static string Text(DateTimeOffset date) => date.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
