using Tarn.Engine.Results;

namespace Tarn.Engine.Tests.Results;

public sealed class TerminalTableTests : IDisposable
{
    readonly Engine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Shows_types_below_names_and_numbers_to_the_right() => Assert.Equal(
        """
        ┌─────────┬─────────┬──────────────┐
        │   id    │  name   │     tags     │
        │ integer │ varchar │  varchar[]   │
        ├─────────┼─────────┼──────────────┤
        │       1 │ 日本    │ [a, NULL, b] │
        │      20 │ NULL    │ []           │
        └─────────┴─────────┴──────────────┘
        2 rows
        """,
        await DrawAsync("select * from (values (1, '日本', ['a', null, 'b']), (20, null, [])) t(id, name, tags)", new(80)));

    [Fact]
    public async Task Keeps_the_first_and_the_last_rows_of_a_long_answer()
    {
        var text = await DrawAsync("select range as id from range(100000)", new(80, MaxRows: 4));
        var lines = text.Split('\n');
        Assert.Equal(["0", "1", "·", "99998", "99999"], lines[4..9].Select(l => l.Trim('│', ' ')));
        Assert.Equal("100,000 rows (4 shown)", lines[^1]);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    public async Task No_line_is_wider_than_the_terminal(int width)
    {
        var columns = string.Join(", ", Enumerable.Range(0, 30).Select(i => $"repeat('é☃日', {i}) as column_{i}"));
        var text = await DrawAsync($"select {columns} from range(3)", new(width));
        Assert.All(text.Split('\n'), line => Assert.InRange(CellWidth.Of(line), 1, width));
        Assert.Contains("column", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_characters_cannot_reach_the_terminal() =>
        Assert.DoesNotContain('\u001b', await DrawAsync("select chr(27) || '[2J' as a", new(80)));

    [Theory]
    [InlineData("timestamp '2024-01-01 10:00:00'", "2024-01-01 10:00:00")]
    [InlineData("timestamptz '2024-01-01 10:00:00.5+00'", "2024-01-01 10:00:00.5+00")]
    [InlineData("interval '14 months -3 days 90 minutes'", "1 year 2 months -3 days 01:30:00")]
    [InlineData("map {'a': 1}", "{a: 1}")]
    [InlineData("{'a': null}", "{a: NULL}")]
    public async Task Values_are_written_for_people(string expression, string expected) =>
        Assert.Contains($"│ {expected}", await DrawAsync($"select {expression} as v", new(80)), StringComparison.Ordinal);

    async Task<string> DrawAsync(string sql, TerminalTableOptions options)
    {
        var result = await _engine.Connection.QueryAsync(sql, null, default);
        var table = new TerminalTable(ResultSchema.Of(result), options);
        await foreach (var batch in ResultBatch.ReadAsync(result, default)) table.Add(batch);
        return table.Draw();
    }
}
