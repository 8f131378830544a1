using System.Net;
using System.Net.Http.Json;

namespace Tarn.Server.Queries;

public sealed class QueryFileTests(TestServerFixture fixture) : IClassFixture<TestServerFixture>
{
    readonly TestServer _test = fixture.Test;

    [Fact]
    public async Task A_saved_query_is_a_file_and_a_change_of_another_is_not_overwritten()
    {
        using var client = await _test.ClientAsync("editor");
        using var saved = await client.PutAsJsonAsync("/api/ui/v1/queries/Daily revenue", new { text = "select 1\n" });
        var hash = (await saved.JsonAsync()).GetProperty("hash").GetString()!;
        Assert.Equal("select 1\n", await File.ReadAllTextAsync(_test.Folder.File("queries", "Daily revenue.sql")));

        await _test.WriteAsync("queries/Daily revenue.sql", "select 2\n");
        using var late = await client.PutAsJsonAsync("/api/ui/v1/queries/Daily revenue", new { text = "select 3\n", hash });
        await late.IsProblemAsync(HttpStatusCode.Conflict, "conflict");
        Assert.Equal("select 2\n", await File.ReadAllTextAsync(_test.Folder.File("queries", "Daily revenue.sql")));
        using var list = await client.GetAsync("/api/ui/v1/queries");
        var now = (await list.JsonAsync()).GetProperty("queries").EnumerateArray().Single(q => q.GetProperty("name").GetString() == "Daily revenue");
        Assert.Equal("select 2\n", now.GetProperty("text").GetString());
        using var gone = await client.DeleteAsync($"/api/ui/v1/queries/Daily revenue?hash={now.GetProperty("hash").GetString()}");
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.False(File.Exists(_test.Folder.File("queries", "Daily revenue.sql")));
    }

    [Theory]
    [InlineData("..%2Ftarn")]
    [InlineData(".hidden")]
    [InlineData("a%2Fb")]
    [InlineData("a%00b")]
    public async Task A_name_cannot_lead_out_of_the_folder(string name)
    {
        using var client = await _test.ClientAsync();
        using var answer = await client.PutAsJsonAsync($"/api/ui/v1/queries/{name}", new { text = "x" });
        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{answer.StatusCode}");
        Assert.False(File.Exists(_test.Folder.File("tarn.sql")));
    }

    [Fact]
    public async Task A_viewer_reads_and_may_not_save()
    {
        using var client = await _test.ClientAsync("viewer");
        using var list = await client.GetAsync("/api/ui/v1/queries");
        Assert.False((await list.JsonAsync()).GetProperty("mayWrite").GetBoolean());
        using var answer = await client.PutAsJsonAsync("/api/ui/v1/queries/mine", new { text = "x" });
        await answer.IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }
}
