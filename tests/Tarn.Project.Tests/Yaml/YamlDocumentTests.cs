using Tarn.Project.Yaml;
using Tarn.Testing;

namespace Tarn.Project.Tests.Yaml;

public sealed class YamlDocumentTests
{
    enum Mode
    {
        FullRefresh,
        AppendDedup,
    }

    sealed record Shape(string Name, int Count, Mode Mode, ByteSize Size, TimeSpan Wait);

    static Shape ReadShape(YamlFields fields) => new(
        fields.String("name"),
        fields.Number("count", 3, 1, 10),
        fields.Choice("mode", Mode.FullRefresh),
        fields.Bytes("size", ByteSize.MiB(1)),
        fields.Duration("wait", TimeSpan.FromSeconds(90)));

    static T Bind<T>(string text, Func<YamlFields, T> bind) => YamlDocument.Parse("a.yaml", text).Bind(bind, new YamlContext("/", _ => null));

    static string[] ProblemsOf<T>(string text, Func<YamlFields, T> bind) =>
        [.. Assert.Throws<ProjectException>(() => Bind(text, bind)).Problems.Select(problem => problem.ToString())];

    [Fact]
    public void Binds_what_is_written_and_defaults_what_is_not()
    {
        Assert.Equal(new Shape("x", 3, Mode.FullRefresh, ByteSize.MiB(1), TimeSpan.FromSeconds(90)), Bind("name: x", ReadShape));
        Assert.Equal(
            new Shape("y", 7, Mode.AppendDedup, ByteSize.GiB(4), TimeSpan.FromMinutes(15)),
            Bind("name: y\ncount: 7\nmode: append_dedup\nsize: 4GiB\nwait: 15m\n", ReadShape));
    }

    [Fact]
    public void Reports_all_problems_of_a_file_together_in_the_order_of_lines() => Assert.Equal(
        [
            "a.yaml:1:1: the key \"name\" is missing",
            "a.yaml:1:8: count expects a number from 1 to 10, found \"eleven\"",
            "a.yaml:2:7: mode expects one of full_refresh, append_dedup, found \"append_dedupe\"; did you mean \"append_dedup\"?",
            "a.yaml:3:7: size expects a size such as 512MB or 4GiB, found a list",
            "a.yaml:4:1: unknown key \"wiat\"; did you mean \"wait\"?",
        ],
        ProblemsOf("count: eleven\nmode: append_dedupe\nsize: [1]\nwiat: 3s\n", ReadShape));

    [Theory]
    [InlineData("count: 0")]
    [InlineData("count: 11")]
    [InlineData("count: \"5\"")]
    [InlineData("count: 5.5")]
    [InlineData("count: 99999999999999999999")]
    public void Refuses_a_number_out_of_range_or_in_quotes(string line) =>
        Assert.StartsWith("a.yaml:1:8: count expects a number from 1 to 10, found", ProblemsOf(line + "\nname: x", ReadShape).Single(), StringComparison.Ordinal);

    [Fact]
    public void Offers_only_names_that_are_not_in_use_already() =>
        Assert.Equal("a.yaml:2:1: unknown key \"names\"", ProblemsOf("name: x\nnames: y", ReadShape).Single());

    [Fact]
    public void Names_the_section_of_an_unknown_key() => Assert.Equal(
        "a.yaml:2:3: unknown key \"prot\" in server; did you mean \"port\"?",
        ProblemsOf("server:\n  prot: 1", fields => fields.Section("server", server => server.Number("port", 1, 0, 9))).Single());

    [Fact]
    public void Names_the_item_of_a_list() => Assert.Equal(
        "a.yaml:3:10: streams[2].name expects text, found a mapping",
        ProblemsOf("streams:\n - name: a\n - name: {}\n", fields => fields.Items("streams", item => item.String("name"))).Single());

    [Theory]
    [InlineData("a: [1, 2", "is not valid YAML")]
    [InlineData("a: 1\na: 2", "a.yaml:2:1: the key \"a\" is here a second time; the first is in line 1")]
    [InlineData("a: 1\n---\nb: 2", "a.yaml:2:1: holds a second document")]
    [InlineData("a: *nowhere", "a.yaml:1:4: the alias *nowhere refers to no anchor")]
    [InlineData("{a: 1}: 2", "has a key that is a list or a mapping")]
    [InlineData("a:\n\t- b", "is not valid YAML")]
    [InlineData("- a", "a.yaml:1:1: expects a mapping, found a list")]
    public void Refuses_a_file_that_is_not_one_plain_mapping(string text, string message) =>
        Assert.Contains(message, ProblemsOf(text, fields => fields.Optional("a")).Single(), StringComparison.Ordinal);

    [Fact]
    public void Stops_aliases_that_unfold_without_end()
    {
        var lines = Enumerable.Range(1, 12).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]");
        Assert.Contains("unfolds to more than", ProblemsOf("a0: &a0 [x]\n" + string.Join('\n', lines), _ => 0).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Stops_nesting_without_end() =>
        Assert.Contains("nested deeper", ProblemsOf("a: " + new string('[', 5000) + new string(']', 5000), _ => 0).Single(), StringComparison.Ordinal);

    [Fact]
    public void Merges_anchored_mappings_with_own_keys_first()
    {
        var text = "base: &b {x: 1, y: 1}\nuse:\n  <<: *b\n  y: 2\n";
        var use = (YamlNode.Map)((YamlNode.Map)YamlDocument.Parse("a.yaml", text).Root).Find("use")!;
        Assert.Equal(["y=2", "x=1"], use.Entries.Select(entry => $"{entry.Key.Text}={((YamlNode.Scalar)entry.Value).Text}"));
    }

    [Fact]
    public void Knows_the_place_of_nodes_and_whether_text_was_quoted()
    {
        var list = (YamlNode.List)((YamlNode.Map)YamlDocument.Parse("a.yaml", "k:\n  - plain\n  - 'null'\n  - ~\n").Root).Find("k")!;
        Assert.Equal([(2, 5), (3, 5), (4, 5)], list.Items.Select(item => (item.Position.Line, item.Position.Column)));
        Assert.Equal([false, false, true], list.Items.Select(item => item.IsNull));
    }

    [Fact]
    public void Reads_an_empty_file_as_an_empty_mapping()
    {
        Assert.Equal("d", Bind("", fields => fields.String("k", "d")));
        Assert.Equal("d", Bind("# nothing but a comment\n", fields => fields.String("k", "d")));
    }

    [Fact]
    public void Says_when_a_file_is_missing_or_no_text()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ProjectErrorKind.NotFound, Assert.Throws<ProjectException>(() => YamlDocument.Load(folder.File("no.yaml"), "no.yaml")).Kind);
        File.WriteAllBytes(folder.File("bad.yaml"), [0x61, 0x3a, 0x20, 0xff, 0xfe]);
        Assert.Equal("bad.yaml: is not UTF-8 text", Assert.Throws<ProjectException>(() => YamlDocument.Load(folder.File("bad.yaml"), "bad.yaml")).Message);
    }
}
