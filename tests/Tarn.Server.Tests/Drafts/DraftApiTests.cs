using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tarn.Server.Drafts;

public sealed class DraftApiTests(TestServerFixture fixture) : IClassFixture<TestServerFixture>
{
    readonly TestServer _test = fixture.Test;

    [Fact]
    public async Task A_draft_is_its_owners_alone_and_the_later_version_stays()
    {
        using var editor = await _test.ClientAsync("editor");
        using var viewer = await _test.ClientAsync("viewer");
        await KeepAsync(editor, "d1", "select 2", "2026-11-28T12:00:02Z");
        await KeepAsync(editor, "d1", "select 1", "2026-11-28T12:00:01Z");
        await KeepAsync(viewer, "d1", "select 'mine'", "2026-11-28T12:00:00Z");
        Assert.Equal(["select 2"], await TextsAsync(editor));
        Assert.Equal(["select 'mine'"], await TextsAsync(viewer));
        using var gone = await editor.DeleteAsync("/api/ui/v1/drafts/d1");
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Empty(await TextsAsync(editor));
        Assert.Single(await TextsAsync(viewer));
    }

    [Fact]
    public async Task A_draft_comes_back_with_all_that_its_page_gave()
    {
        using var client = await _test.ClientAsync("editor");
        var sent = new { id = "whole", text = "select 1", number = 3, changedAt = "2026-11-28T12:00:00.000000Z", height = 120.5, file = "late", hash = "00ff", columns = "pin=a%2Cb hide=c" };
        using var kept = await client.PutAsJsonAsync("/api/ui/v1/drafts/whole", sent);
        Assert.Equal(HttpStatusCode.NoContent, kept.StatusCode);
        using var answer = await client.GetAsync("/api/ui/v1/drafts");
        var read = (await answer.JsonAsync()).GetProperty("drafts").EnumerateArray().Single(d => d.GetProperty("id").GetString() == "whole");
        Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(sent), read), read.ToString());
        using var gone = await client.DeleteAsync("/api/ui/v1/drafts/whole");
    }

    [Fact]
    public async Task Too_many_drafts_are_refused_and_the_kept_ones_can_still_be_changed()
    {
        using var client = await _test.ClientAsync("admin");
        for (var n = 0; n < 50; n++) await KeepAsync(client, $"many-{n}", "select 1", "2026-11-28T12:00:00Z");
        using var more = await client.PutAsJsonAsync("/api/ui/v1/drafts/many-50", new { text = "select 1", number = 51, changedAt = "2026-11-28T12:00:00Z" });
        await more.IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "tooLarge");
        await KeepAsync(client, "many-7", "select 'changed'", "2026-11-28T12:00:01Z");
        Assert.Contains("select 'changed'", await TextsAsync(client));
    }

    static async Task KeepAsync(HttpClient client, string id, string text, string changedAt)
    {
        using var answer = await client.PutAsJsonAsync($"/api/ui/v1/drafts/{id}", new { text, number = 1, changedAt });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    static async Task<List<string>> TextsAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/ui/v1/drafts");
        return [.. (await answer.JsonAsync()).GetProperty("drafts").EnumerateArray().Select(d => d.GetProperty("text").GetString()!)];
    }
}
