using Tarn.Ingest.Connections;
using Tarn.Project;
using Tarn.Project.Yaml;
using Tarn.Testing;

namespace Tarn.Ingest.Tests.Connections;

/// <summary>docs/reference/sources.md against the reader of connections.</summary>
public sealed class SourcesPageTests
{
    static readonly string Page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs/reference/sources.md"));

    [Fact]
    public void Every_key_is_documented_with_its_default()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "tarn.yaml"), "");
        var project = ProjectFolder.Open(folder.Path);
        var binding = new YamlBinding("sources/s.yaml", project.Context);
        var document = YamlDocument.Parse("sources/s.yaml", "streams: {NAME: {files: x, table: a.b}}");
        _ = new YamlValue(binding, "", document.Root).Fields(fields => Connection.Read("s", project, fields));
        var known = binding.Keys.Select(key => $"| `{key.Path}` | {key.Type.Replace("|", "\\|", StringComparison.Ordinal)} | {(key.Default is { } text ? $"`{text}`" : "–")} |");
        var rows = Page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        Assert.Equal(known.Order(), rows.Select(line => line[..(line.LastIndexOf(" | ", StringComparison.Ordinal) + 2)]).Order());
    }

    [Theory]
    [InlineData("dateFormat")]
    [InlineData("timestampFormat")]
    [InlineData("decimalSeparator")]
    public void A_form_that_is_not_read_yet_is_refused_with_its_line(string key)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "tarn.yaml"), "");
        _ = Directory.CreateDirectory(Path.Combine(folder.Path, "sources"));
        File.WriteAllText(Path.Combine(folder.Path, "sources", "s.yaml"), $"type: files\nstreams:\n  a:\n    files: x\n    table: a.b\n    csv: {{{key}: \"%d\"}}\n");
        var error = Assert.Throws<ProjectException>(() => Connection.LoadAll(ProjectFolder.Open(folder.Path)));
        Assert.Contains($"\"{key}\" cannot be chosen yet", error.Message, StringComparison.Ordinal);
        Assert.Contains("s.yaml:6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_has_one_stream_among_all_connections()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "tarn.yaml"), "");
        _ = Directory.CreateDirectory(Path.Combine(folder.Path, "sources"));
        foreach (var name in new[] { "north", "south" })
            File.WriteAllText(Path.Combine(folder.Path, "sources", $"{name}.yaml"), $"type: files\nstreams:\n  orders:\n    files: x\n    table: {(name == "north" ? "a.b" : "A.b")}\n");
        var error = Assert.Throws<ProjectException>(() => Connection.LoadAll(ProjectFolder.Open(folder.Path)));
        Assert.Contains("sources/south.yaml: the streams north.orders and south.orders write a.b; each table has one stream", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_is_a_connection()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "tarn.yaml"), "");
        _ = Directory.CreateDirectory(Path.Combine(folder.Path, "sources"));
        var start = Page.IndexOf("```yaml\n", StringComparison.Ordinal) + "```yaml\n".Length;
        File.WriteAllText(Path.Combine(folder.Path, "sources", "shop.yaml"), Page[start..Page.IndexOf("```", start, StringComparison.Ordinal)]);
        var stream = Assert.Single(Assert.Single(Connection.LoadAll(ProjectFolder.Open(folder.Path))).Streams);
        Assert.Equal("month(ordered_at)", Assert.Single(stream.PartitionBy));
        Assert.Equal(WriteMode.AppendDedup, stream.Write);
    }
}
