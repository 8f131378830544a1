using System.Text;
using Tarn.Faults.Tests.Workshops;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.BadInput;

/// <summary>Broken sources: the message says what is wrong with which file, what was kept and what to do, and the tables keep what they had.</summary>
public sealed class BadSourceTests(BadSources sources) : IClassFixture<BadSources>
{
    static readonly byte[] InvalidUtf8 = [.. "id,name\n3,caf"u8, 0xE9, .. "\n4,fine\n"u8];

    Workshop Workshop => sources.Workshop;

    [ProgramFact]
    public async Task A_truncated_Parquet_file_fails_its_stream()
    {
        var whole = await File.ReadAllBytesAsync(Workshop.PathOf("data/bad/parts/good.parquet"));
        await FailsAsync("parts/cut.parquet", whole[..(whole.Length / 2)], "parts/cut.parquet is not a whole Parquet file", "the table was left as it is", "Deliver the file again, or take it away");
    }

    [ProgramFact]
    public Task A_document_that_is_cut_off_fails_its_stream() =>
        FailsAsync("document/cut.json", "[{\"id\": 3}, {\"id"u8.ToArray(), "document/cut.json:1: the document is not JSON", "the table was left as it is", "Deliver the file again, or take it away");

    [ProgramFact]
    public Task Ten_thousand_columns_fail_their_stream() =>
        FailsAsync("wide/broken.csv", Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"c{i}")) + "\n" + string.Join(',', Enumerable.Repeat("1", 10_000)) + "\n"),
            "bad.wide have 10000 columns, more than \"maxColumns\" (2000) allows", "was left as it is", "Look at the delimiter");

    [ProgramFact]
    public Task An_unclosed_quote_fails_a_stream_that_takes_no_bad_rows() =>
        FailsAsync("strict/quote.csv", "id,name\n3,\"open\n4,fine\n"u8.ToArray(), "bad.strict cannot be loaded", "was left as it is", "strict/quote.csv:2", "raise \"maxBadRows\"");

    [ProgramFact]
    public Task Bytes_that_are_no_UTF_8_fail_a_stream_that_takes_no_bad_rows() =>
        FailsAsync("strict/bytes.csv", InvalidUtf8, "bad.strict cannot be loaded", "was left as it is", "strict/bytes.csv:2", "UTF-8");

    [ProgramFact]
    public Task A_JSON_line_cut_in_half_fails_a_stream_that_takes_no_bad_rows() =>
        FailsAsync("lines/cut.jsonl", "{\"id\": 3}\n{\"id\":"u8.ToArray(), "bad.lines cannot be loaded", "was left as it is", "lines/cut.jsonl:2", "is not JSON");

    [ProgramFact]
    public async Task Bad_rows_go_to_quarantine_with_their_place_and_reason_and_the_good_ones_are_loaded()
    {
        Workshop.Write("data/bad/lenient/quote.csv", "id,name\n3,\"open\n4,fine\n");
        await File.WriteAllBytesAsync(Workshop.PathOf("data/bad/lenient/bytes.csv"), InvalidUtf8);
        var answer = (await TarnProgram.RunAsync(Workshop.Root, "sync", "bad.lenient")).Demand();
        Assert.Contains("2 rows quarantined", answer.Output, StringComparison.Ordinal);
        await using var project = await OpenedProject.OpenAsync(Workshop.Root);
        var bad = await project.RowsAsync("select file, line, reason from quarantine.bad_lenient order by file");
        Assert.Equal(["lenient/bytes.csv", "lenient/quote.csv"], bad.Select(r => r[0]));
        Assert.All(bad, r => Assert.Equal(2L, r[1]));
        Assert.Equal(4L, (await project.RowsAsync("select count(*) from bad.lenient"))[0][0]);
    }

    async Task FailsAsync(string file, byte[] content, params string[] said)
    {
        var path = Workshop.PathOf($"data/bad/{file}");
        await File.WriteAllBytesAsync(path, content);
        try
        {
            var answer = (await TarnProgram.RunAsync(Workshop.Root, "sync", $"bad.{file.Split('/')[0]}")).Demand(1);
            Assert.All(said, text => Assert.Contains(text, answer.Errors, StringComparison.Ordinal));
            Assert.DoesNotContain("file of a table", answer.Errors, StringComparison.Ordinal);
            await sources.NothingChangedAsync();
        }
        finally
        {
            File.Delete(path);
        }
    }
}
