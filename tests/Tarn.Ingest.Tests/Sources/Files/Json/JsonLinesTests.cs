using System.Collections.Immutable;
using System.Text;
using Tarn.Ingest.Quarantine;
using Tarn.Ingest.Sources.Files;
using Tarn.Ingest.Sources.Files.Json;
using Tarn.Ingest.Typing;
using Tarn.Testing;

namespace Tarn.Ingest.Tests.Sources.Files.Json;

public sealed class JsonLinesTests : IDisposable
{
    static readonly JsonType.Struct Unknown = new(ImmutableDictionary<string, JsonType>.Empty);

    readonly TemporaryFolder folder = new();

    [Fact]
    public void A_line_cut_in_half_is_reported_and_the_others_kept()
    {
        var file = Write("{\"a\":1}\n{\"a\":\n\n[1]\n{\"a\":4.5}\n{\"a\":\"x\"}\n{\"a\":{\"b\":1}}\n{\"a\":2} {\"a\":3}\n{\"a\":null}");
        var type = new JsonType.Struct(ImmutableDictionary<string, JsonType>.Empty.Add("a", new JsonType.Scalar(new(ValueKind.Long))));
        var bad = new List<BadRow>();
        using var clean = new MemoryStream();
        Assert.Equal(2, JsonLines.Divide(file, type, clean, bad.Add, default));
        Assert.Equal("{\"a\":1}\n{\"a\":null}\n", Encoding.UTF8.GetString(clean.ToArray()));
        Assert.Equal([2, 4, 5, 6, 7, 8], bad.Select(b => (int)b.Line));
        Assert.Contains("is not JSON", bad[0].Reason, StringComparison.Ordinal);
        Assert.Equal("a: 4.5 is not a BIGINT without loss", bad[2].Reason);
        Assert.Equal("a is an object, not a BIGINT", bad[4].Reason);
    }

    [Fact]
    public void Shapes_of_records_become_types()
    {
        var file = Write("""
            {"id":1,"when":"2026-11-01T15:11:43Z","method":{"kind":"card","last4":"2186"},"tags":["a"],"mixed":1,"big":9007199254740993}
            {"id":2,"when":"2026-11-02T15:11:43+01:00","method":{"kind":"cash"},"tags":[],"mixed":{"x":1},"big":1,"amount":2.5}
            """);
        var inspection = new JsonInspection(Unknown);
        Assert.Equal(0, inspection.Add(file, default));
        Assert.Equal(
            "STRUCT(\"id\" BIGINT, \"when\" TIMESTAMPTZ, \"method\" STRUCT(\"kind\" VARCHAR, \"last4\" VARCHAR), \"tags\" VARCHAR[], \"mixed\" VARCHAR, \"big\" BIGINT, \"amount\" DOUBLE)",
            inspection.Shape.SqlType());
    }

    [Fact]
    public void A_file_of_many_blocks_is_seen_whole_and_in_its_order()
    {
        var text = new StringBuilder("\uFEFF");
        for (var i = 0; i < 9000; i++)
            _ = text.Append(i == 4000 ? $"{{\"wide\":\"{new string('w', 9_000_000)}\"}}" : i % 1000 == 7 ? "{\"a\":" : $"{{\"f{i / 1000}\":{i},\"pad\":\"{new string('p', 1000)}\"}}").Append('\n');
        var inspection = new JsonInspection(Unknown);
        Assert.Equal(9, inspection.Add(Write(text.ToString().TrimEnd()), default));
        Assert.Equal(["f0", "pad", "f1", "f2", "f3", "wide", "f4", "f5", "f6", "f7", "f8"], inspection.Shape.Fields.Select(f => f.Name));
        Assert.All(inspection.Shape.Fields.Where(f => f.Name[0] == 'f'), f => Assert.Equal("BIGINT", f.Shape.SqlType()));
        Assert.Equal(9_000_011, inspection.LongestLine);
    }

    [Theory]
    [InlineData("{\"a\":{\"b\":[{\"c\":1},{\"c\":\"x\"}]}}", "a.b[2].c: x is not a BIGINT without loss")]
    [InlineData("{\"a\":{\"b\":{}}}", "a.b is not an array")]
    [InlineData("{\"a\":[]}", "a is not an object")]
    [InlineData("{\"t\":\"\\uD83D\"}", "holds a \\u escape that is half a character")]
    [InlineData("{\"t\\udc00\":1}", "holds a \\u escape that is half a character")]
    [InlineData("{\"t\":\"\\uD83D\\uDE00\"}", null)]
    public void The_reason_names_the_place(string line, string? reason)
    {
        var c = new JsonType.Struct(ImmutableDictionary<string, JsonType>.Empty.Add("c", new JsonType.Scalar(new(ValueKind.Long))));
        var a = new JsonType.Struct(ImmutableDictionary<string, JsonType>.Empty.Add("b", new JsonType.List(c)));
        Assert.Equal(reason, JsonLines.Fault(Encoding.UTF8.GetBytes(line), new JsonType.Struct(ImmutableDictionary<string, JsonType>.Empty.Add("a", a))));
    }

    [Theory]
    [InlineData("[{\"a\":1},\n {\"a\":\n2}]", null, "{\"a\":1}\n{\"a\": 2}\n")]
    [InlineData("{\"a\":1}", null, "{\"a\":1}\n")]
    [InlineData("{\"type\":\"x\",\"data\":{\"rows\":[{\"a\":1}]},\"end\":0}", "data.rows", "{\"a\":1}\n")]
    public void Records_of_a_document_become_lines(string document, string? path, string expected)
    {
        using var lines = new MemoryStream();
        _ = JsonDocumentLines.Write(Write(document), path, lines);
        Assert.Equal(expected, Encoding.UTF8.GetString(lines.ToArray()));
    }

    [Theory]
    [InlineData("[{\"a\":1},{\"a\"", null, "f.json:1: the document is not JSON")]
    [InlineData("{\"rows\":[{\"a\":1}]", "rows", "the document is not JSON")]
    [InlineData("{\"rows\":1}", "rows", "is not an array of records")]
    [InlineData("{\"rows\":1}", "lines", "there is no \"lines\"")]
    public void A_damaged_document_is_refused_whole(string document, string? path, string message)
    {
        using var lines = new MemoryStream();
        Assert.Contains(message, Assert.Throws<IngestException>(() => JsonDocumentLines.Write(Write(document), path, lines)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    SourceFile Write(string content)
    {
        var path = folder.File("f.json");
        File.WriteAllText(path, content);
        return new SourceFile("f.json", path, new FileInfo(path).Length, default);
    }
}
