using System.Text.Json;
using Tarn.Security.Identity;

namespace Tarn.Server.SqlPage;

public sealed class CheckTests(TestServerFixture fixture) : IClassFixture<TestServerFixture>
{
    readonly TestServer _test = fixture.Test;

    [Theory]
    [InlineData("select 1 as one, nothing_such from range(3)", "unknownColumn", "nothing_such")]
    [InlineData("selct 1", "syntax", "selct")]
    [InlineData("select *\nfrom main.no_such_table", "unknownTable", "main.no_such_table")]
    [InlineData("select 1 +", "syntax", "+")]
    public async Task An_error_is_told_with_the_part_of_the_text_that_it_is_about(string text, string kind, string part)
    {
        var error = Assert.Single((await CheckAsync(text)).GetProperty("errors").EnumerateArray());
        Assert.Equal(kind, error.GetProperty("kind").GetString());
        Assert.Equal(part, text[error.GetProperty("from").GetInt32()..error.GetProperty("to").GetInt32()]);
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
    }

    [Theory]
    [InlineData("select order_dy from main.near", "order_day")]
    [InlineData("select * from main.naer", "main.near")]
    public async Task The_nearest_name_is_proposed(string text, string fix)
    {
        await using var session = _test.Lakehouse.OpenSession(Principal.System);
        await using (await session.ExecuteAsync("create table if not exists main.near (order_day date)", CancellationToken.None))
        {
            // A definition gives no rows.
        }
        Assert.Equal(fix, Assert.Single((await CheckAsync(text)).GetProperty("errors").EnumerateArray()).GetProperty("fix").GetString());
    }

    [Fact]
    public async Task What_would_be_read_is_told_before_anything_runs_and_nothing_does()
    {
        await using var session = _test.Lakehouse.OpenSession(Principal.System);
        foreach (var sql in (string[])["create table main.measured (id bigint, day date)", "insert into main.measured select range, date '2026-11-01' from range(1000)"])
            await using (await session.ExecuteAsync(sql, CancellationToken.None))
            {
                // Neither gives rows.
            }
        var check = await CheckAsync("select count(*) from main.measured where id < 10");
        Assert.Empty(check.GetProperty("errors").EnumerateArray());
        Assert.Equal("main.measured", Assert.Single(check.GetProperty("tables").EnumerateArray()).GetProperty("table").GetString());
        var estimate = check.GetProperty("estimate");
        Assert.Equal((1, 1), (estimate.GetProperty("files").GetInt64(), estimate.GetProperty("filesTotal").GetInt64()));
        Assert.True(estimate.GetProperty("bytes").GetInt64() > 0);
        Assert.Equal(0, (await CheckAsync("select count(*) from main.measured where id > 5000")).GetProperty("estimate").GetProperty("files").GetInt64());

        Assert.Empty((await CheckAsync("insert into main.measured select range, current_date from range(5)")).GetProperty("errors").EnumerateArray());
        Assert.Empty((await CheckAsync("drop table main.measured")).GetProperty("errors").EnumerateArray());
        await using var rows = await session.ExecuteAsync("select * from main.measured", CancellationToken.None);
        var count = 0L;
        await foreach (var batch in rows.Batches) count += batch.RowCount;
        Assert.Equal(1000, count);
    }

    async Task<JsonElement> CheckAsync(string text)
    {
        using var client = await _test.ClientAsync("editor");
        using var answer = await client.PostAsync("/api/ui/v1/sql/check", new { text });
        return await answer.JsonAsync();
    }
}
