using System.Diagnostics;
using System.Text.Json.Nodes;
using Tarn.Iceberg.Views;
using Tarn.Testing;

namespace Tarn.Iceberg.Metadata;

public sealed class GoldenMetadataTests
{
    const string Needs = "goldens/iceberg";

    [SharedFact(Needs)]
    public void Every_metadata_file_reads_and_writes_back_the_same_JSON()
    {
        int tables = 0, views = 0;
        var problems = new List<string>();
        foreach (var file in MetadataFilesOf(Unpack()))
        {
            var content = MetadataCompression.Unpack(File.ReadAllBytes(file), file);
            var before = JsonNode.Parse(content.Span)!.AsObject();
            var isView = before.ContainsKey("view-uuid");
            var written = isView ? ViewMetadata.FromJsonBytes(content, file).ToJsonBytes() : TableMetadata.FromJsonBytes(content, file).ToJsonBytes();
            var after = JsonNode.Parse(written)!.AsObject();
            if (isView) views++;
            else tables++;
            if (!JsonNode.DeepEquals(Normalize(before), Normalize(after)))
                problems.Add($"{file}\n  before {Normalize(before).ToJsonString()}\n  after  {Normalize(after).ToJsonString()}");
        }
        Assert.True(problems.Count == 0, $"{problems.Count} files differ:\n{string.Join('\n', problems.Take(3))}");
        Assert.True(tables > 500 && views >= 2, $"only {tables} tables and {views} views were found");
    }

    /// <summary>What the specification lets a writer leave out counts as left out: nulls, empty lists and maps, and -1 for no snapshot.</summary>
    static JsonObject Normalize(JsonObject json)
    {
        var main = json["refs"]?["main"];
        var result = (JsonObject)Strip(json)!;
        if (result["current-snapshot-id"]?.ToJsonString() == "-1") _ = result.Remove("current-snapshot-id");
        // Old writers know no refs: main is where the current snapshot is.
        if (main is null && result["current-snapshot-id"] is { } current)
            result["refs"] = new JsonObject { ["main"] = new JsonObject { ["snapshot-id"] = current.DeepClone(), ["type"] = "branch" } };
        return result;
    }

    static JsonNode? Strip(JsonNode? node)
    {
        if (node is JsonArray array) return new JsonArray([.. array.Select(Strip)]);
        if (node is not JsonObject map) return node?.DeepClone();
        var result = new JsonObject();
        foreach (var (name, value) in map.OrderBy(member => member.Key, StringComparer.Ordinal))
            if (Strip(value) is { } kept && kept is not (JsonArray { Count: 0 } or JsonObject { Count: 0 })) result[name] = kept;
        return result;
    }

    static IEnumerable<string> MetadataFilesOf(string folder) => Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
        .Where(file => file.Contains("/metadata/", StringComparison.Ordinal) && file.Contains(".metadata.json", StringComparison.Ordinal))
        .Concat(Directory.EnumerateFiles(folder, "*.metadata.json.gz", SearchOption.AllDirectories));

    static string Unpack()
    {
        using var process = Process.Start(Path.Combine(SharedData.PathTo(Needs), "unpack.sh"));
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return "/tmp/tarn-goldens/shared";
    }
}
