using System.Collections.Immutable;
using System.Text.Json;
using Tarn.Project.Yaml;

namespace Tarn.Transform.Artifacts;

/// <summary>What a dbt project's artifacts say: target/manifest.json and target/run_results.json of whichever program wrote them last.</summary>
/// <param name="GeneratedAt">When the manifest was written.</param>
/// <param name="Nodes">Models, seeds, snapshots, sources, tests and unit tests, by unique id.</param>
/// <param name="RanAt">When the last run ended; null before any.</param>
/// <param name="Results">Of that run only: a run of a part leaves nothing of the others.</param>
public sealed record BuiltProject(
    DateTimeOffset GeneratedAt, ImmutableSortedDictionary<string, BuiltNode> Nodes, DateTimeOffset? RanAt, ImmutableSortedDictionary<string, BuiltResult> Results)
{
    public const string ManifestFile = "manifest.json";
    public const string ResultsFile = "run_results.json";

    static readonly string[] Sections = ["nodes", "sources", "unit_tests"];
    static readonly string[] Kinds = ["model", "seed", "snapshot", "source", "test", "unit_test"];

    /// <summary>When each model was last built with success, whether or not that build wrote rows, by unique id: what <see cref="BuildTimes.File"/> says.</summary>
    public ImmutableSortedDictionary<string, BuildTime> Built { get; init; } = BuildTimes.None;

    /// <summary>Reads the artifacts of a target folder.</summary>
    /// <exception cref="JsonException">A file is not what it should be: half written by another program, or of another one.</exception>
    public static BuiltProject Parse(ReadOnlyMemory<byte> manifest, ReadOnlyMemory<byte>? results)
    {
        using var document = JsonDocument.Parse(manifest);
        var root = document.RootElement;
        var nodes = Sections.Where(s => root.TryGetProperty(s, out _)).SelectMany(s => root.GetProperty(s).EnumerateObject()).Select(n => Node(n.Name, n.Value))
            .Where(n => Kinds.Contains(n.ResourceType)).ToImmutableSortedDictionary(n => n.UniqueId, n => n, StringComparer.Ordinal);
        var project = new BuiltProject(Generated(root) ?? default, nodes, null, ImmutableSortedDictionary<string, BuiltResult>.Empty);
        return results is { } bytes ? project.With(bytes) : project;
    }

    ILookup<string, BuiltNode> Tests => field ??= Nodes.Values.Where(n => n.IsTest && TestedBy(n) is not null).ToLookup(n => TestedBy(n)!, StringComparer.Ordinal);

    ILookup<string, BuiltNode> Children => field ??= Nodes.Values.SelectMany(n => n.DependsOn.Distinct().Select(up => (Up: up, Node: n))).ToLookup(e => e.Up, e => e.Node, StringComparer.Ordinal);

    ILookup<(string Schema, string Relation), BuiltNode> Relations => field ??= Nodes.Values.Where(n => n.HasRelation).OrderBy(n => n.ResourceType == "source" ? 1 : 0)
        .ToLookup(n => (n.Schema.ToUpperInvariant(), n.Relation.ToUpperInvariant()));

    /// <summary>The tests of a node, by its unique id.</summary>
    public IEnumerable<BuiltNode> TestsOf(string uniqueId) => Tests[uniqueId];

    /// <summary>What depends on a node directly.</summary>
    public IEnumerable<BuiltNode> ChildrenOf(string uniqueId) => Children[uniqueId];

    /// <summary>The node whose table or view this is, without regard to case; models before sources, as a model's own table may be another project's source.</summary>
    public BuiltNode? NodeOf(string schema, string relation) => Relations[(schema.ToUpperInvariant(), relation.ToUpperInvariant())].FirstOrDefault();

    /// <summary>When the last build of a model that succeeded began; null where it began before <paramref name="change"/>, the last one of its table's rows: that was its work, or it is older.</summary>
    public DateTimeOffset? CheckedAfter(string uniqueId, DateTimeOffset change) => Built.TryGetValue(uniqueId, out var last) && last.Started > change ? last.Started : null;

    static string? TestedBy(BuiltNode test) => test.AttachedNode ?? (test.DependsOn.Length == 1 ? test.DependsOn[0] : null);

    BuiltProject With(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var results = document.RootElement.GetProperty("results").EnumerateArray().Select(Result).DistinctBy(r => r.UniqueId);
        return this with { RanAt = Generated(document.RootElement), Results = results.ToImmutableSortedDictionary(r => r.UniqueId, r => r, StringComparer.Ordinal) };
    }

    static DateTimeOffset? Generated(JsonElement root) =>
        root.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("generated_at", out var at) && at.TryGetDateTimeOffset(out var instant) ? instant : null;

    static BuiltNode Node(string id, JsonElement node)
    {
        var config = node.TryGetProperty("config", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        return new BuiltNode(id, Text(node, "resource_type"), Text(node, "name"))
        {
            Package = Text(node, "package_name"),
            Path = Text(node, "original_file_path"),
            Database = Text(node, "database"),
            Schema = Text(node, "schema"),
            Relation = Text(node, "identifier") is { Length: > 0 } identifier ? identifier : Text(node, "alias"),
            Description = Text(node, "description"),
            Materialized = Text(config, "materialized"),
            Tags = Texts(node, "tags"),
            DependsOn = node.TryGetProperty("depends_on", out var depends) ? Texts(depends, "nodes") : [],
            UniqueKey = Texts(config, "unique_key"),
            RawCode = Text(node, "raw_code"),
            CompiledCode = Text(node, "compiled_code") is { Length: > 0 } compiled ? compiled : null,
            Columns = Columns(node),
            FreshnessTarget = Meta(config) ?? Meta(node) ?? WarnAfter(node) ?? WarnAfter(config),
            Test = node.TryGetProperty("test_metadata", out var test) && test.ValueKind == JsonValueKind.Object ? Text(test, "name") : null,
            AttachedNode = Text(node, "attached_node") is { Length: > 0 } attached ? attached : null,
            Column = Text(node, "column_name") is { Length: > 0 } column ? column : null,
        };
    }

    static BuiltResult Result(JsonElement result)
    {
        var answer = result.TryGetProperty("adapter_response", out var found) ? found : default;
        return new BuiltResult(
            Text(result, "unique_id"), Text(result, "status"), result.TryGetProperty("execution_time", out var seconds) && seconds.TryGetDouble(out var s) ? s : 0,
            Text(result, "message") is { Length: > 0 } message ? message : null, Number(result, "failures"), Number(answer, "rows_affected"));
    }

    static ImmutableSortedDictionary<string, string> Columns(JsonElement node)
    {
        if (!node.TryGetProperty("columns", out var columns) || columns.ValueKind != JsonValueKind.Object) return ImmutableSortedDictionary<string, string>.Empty;
        return columns.EnumerateObject().Where(c => Text(c.Value, "description").Length > 0)
            .ToImmutableSortedDictionary(c => c.Name, c => Text(c.Value, "description"), StringComparer.Ordinal);
    }

    static TimeSpan? Meta(JsonElement of) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty("meta", out var meta) && DurationText.TryParse(Text(meta, "freshness"), out var target) ? target : null;

    /// <summary>dbt's way to say it of a source: <c>{count, period}</c>.</summary>
    static TimeSpan? WarnAfter(JsonElement of)
    {
        if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty("freshness", out var freshness) || freshness.ValueKind != JsonValueKind.Object) return null;
        if (!freshness.TryGetProperty("warn_after", out var warn) || Number(warn, "count") is not { } count) return null;
        return Text(warn, "period") switch
        {
            "minute" => TimeSpan.FromMinutes(count),
            "hour" => TimeSpan.FromHours(count),
            "day" => TimeSpan.FromDays(count),
            _ => null,
        };
    }

    static string Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    static long? Number(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    /// <summary>A list of texts, or one text.</summary>
    static ImmutableArray<string> Texts(JsonElement of, string name)
    {
        if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(name, out var value)) return [];
        return value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)],
            JsonValueKind.String => [value.GetString()!],
            _ => [],
        };
    }
}
