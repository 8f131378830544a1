using Tarn.Project.Settings;
using Tarn.Project.Yaml;
using Tarn.Testing;

namespace Tarn.Project.Tests.Settings;

public sealed class TarnYamlTests
{
    static TarnYaml Read(string text) => YamlDocument.Parse("tarn.yaml", text).Bind(TarnYaml.Read, new YamlContext("/", _ => null));

    [Fact]
    public void An_empty_file_means_the_defaults()
    {
        var options = TarnYaml.Default;
        Assert.Equal("warehouse", options.Storage.Warehouse);
        Assert.Equal("main", options.Sql.DefaultNamespace);
        Assert.Null(options.Sql.MemoryLimit);
        Assert.Equal(new TableOptions(2, ParquetCompression.Zstd, 1, ByteSize.MiB(256)), options.Tables);
        Assert.Equal(new ServerOptions("127.0.0.1", 9047, TimeSpan.FromHours(12), true, ServerLimits.Default), options.Server);
    }

    [Fact]
    public void A_misspelt_key_is_an_error_with_its_place_and_the_right_name() => Assert.Equal(
        "tarn.yaml:3:3: unknown key \"warehose\" in storage; did you mean \"warehouse\"?",
        Assert.Throws<ProjectException>(() => Read("# shop\nstorage:\n  warehose: w\n")).Message);

    [Fact]
    public void A_remote_warehouse_is_refused_rather_than_taken_for_a_folder_name() =>
        Assert.Contains("is not a local folder", Assert.Throws<ProjectException>(() => Read("storage: {warehouse: s3://b/w}")).Message, StringComparison.Ordinal);

    /// <summary>The table of the reference page and the binder know the same keys with the same types and defaults.</summary>
    [Fact]
    public void Every_key_is_documented_with_its_default()
    {
        var binding = new YamlBinding("tarn.yaml", new YamlContext("/", _ => null));
        _ = new YamlValue(binding, "", new YamlNode.Map([], new YamlPosition(1, 1))).Fields(TarnYaml.Read);
        var known = binding.Keys.Select(key => $"| `{key.Path}` | {key.Type.Replace("|", "\\|", StringComparison.Ordinal)} | {(key.Default is { } text ? $"`{text}`" : "–")} |");
        var page = File.ReadLines(Path.Combine(SharedData.RepositoryRoot, "docs/reference/tarn-yaml.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        Assert.Equal(known, page.Select(line => line[..(line.LastIndexOf(" | ", StringComparison.Ordinal) + 2)]));
        Assert.All(page, line => Assert.True(line.Split('|')[^2].Trim().Length > 10, line));
    }
}
