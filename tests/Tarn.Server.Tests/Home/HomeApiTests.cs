using System.Text.Json;

namespace Tarn.Server.Home;

public sealed class HomeApiTests
{
    [Fact]
    public async Task A_new_installation_says_so_and_draws_nothing_that_has_no_fact()
    {
        await using var test = await TestServer.StartAsync();
        var home = await HomeAsync(test, "viewer");
        Assert.Equal("empty", home.GetProperty("verdict").GetProperty("key").GetString());
        Assert.Empty(home.GetProperty("tiles").EnumerateArray());
        Assert.False(home.GetProperty("steps").GetProperty("tables").GetBoolean());
    }

    [Fact]
    public async Task A_failed_sync_and_a_late_table_need_attention_the_failure_first_and_a_success_ends_it()
    {
        await using var test = await TestServer.StartAsync();
        await test.WriteShopAsync();
        await test.ExecuteAsync("create table main.old (id bigint) tblproperties ('tarn.freshness' = '1ms')", "insert into main.old values (1)");
        using var client = await test.ClientAsync();
        using var started = await client.PostAsync("/api/ui/v1/syncs/shop/run", new { });
        _ = await client.EndedAsync((await started.JsonAsync()).GetProperty("id").GetString()!);

        var home = await Eventually(test, h => h.GetProperty("attention").GetArrayLength() == 2);
        Assert.Equal(["syncFailed", "late"], home.GetProperty("attention").EnumerateArray().Select(a => a.GetProperty("id").GetString()));
        Assert.Equal("bad", home.GetProperty("verdict").GetProperty("severity").GetString());
        Assert.Equal(1, home.GetProperty("verdict").GetProperty("args").GetProperty("late").GetInt64());
        var sync = home.GetProperty("attention")[0];
        Assert.Equal("/syncs/shop/run", sync.GetProperty("action").GetProperty("post").GetString());
        Assert.True(sync.GetProperty("action").GetProperty("allowed").GetBoolean());
        Assert.Equal("main.old", Assert.Single(home.GetProperty("freshness").EnumerateArray()).GetProperty("table").GetString());
        // A viewer reads the same facts about tables, and only own jobs.
        var viewer = await HomeAsync(test, "viewer");
        Assert.Equal(["late"], viewer.GetProperty("attention").EnumerateArray().Select(a => a.GetProperty("id").GetString()));

        await test.WriteAsync("data/nothing/1.csv", "id\n1\n");
        using var again = await client.PostAsync("/api/ui/v1/syncs/shop/run", new { });
        _ = await client.EndedAsync((await again.JsonAsync()).GetProperty("id").GetString()!);
        home = await HomeAsync(test, "admin");
        Assert.Equal(["late"], home.GetProperty("attention").EnumerateArray().Select(a => a.GetProperty("id").GetString()));
        var tile = home.GetProperty("tiles").EnumerateArray().Single(t => t.GetProperty("id").GetString() == "syncs");
        Assert.Equal((50, 2, 1), (tile.GetProperty("value").GetDouble(), tile.GetProperty("of").GetDouble(), tile.GetProperty("count").GetInt64()));
        Assert.Equal(2, home.GetProperty("runs").GetArrayLength());
    }

    [Fact]
    public async Task A_model_that_failed_is_told_beside_a_test_that_found_rows_and_a_build_that_came_to_neither_by_itself()
    {
        await using var test = await TestServer.StartAsync();
        await test.WriteAsync("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: tarn\n");
        await test.WriteAsync("models/good.sql", "select 1 as one");
        await test.WriteAsync("models/bad.sql", "select no_such_column");
        await test.WriteAsync("tests/some.sql", "select * from {{ ref('good') }}");
        await test.WriteAsync("models/other.sql", "select 2 as two");
        await test.WriteAsync("models/units.yml", "unit_tests:\n  - {name: wrong, model: other, given: [], expect: {rows: [{two: 3}]}}\n");
        await FailAsync(test);
        var told = (await HomeAsync(test, "admin")).GetProperty("attention");
        Assert.Equal(["main.bad", "main.good · some", "main.other · wrong"], told.EnumerateArray().Select(a => a.GetProperty("object").GetString()).Order());
        var (model, found) = (Of(told, "modelFailed"), About(told, "main.good · some"));
        Assert.Contains("actual differs from expected", About(told, "main.other · wrong").GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("no_such_column", model.GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("/models/model.shop.bad", model.GetProperty("action").GetProperty("href").GetString());
        // It ran as it should: nothing but its rows is to be told.
        Assert.False(found.TryGetProperty("error", out _), found.ToString());
        Assert.Equal(1, found.GetProperty("args").GetProperty("rows").GetInt64());

        await test.WriteAsync("models/bad.sql", "select {{ ref('nowhere') }}");
        await FailAsync(test);
        told = (await HomeAsync(test, "admin")).GetProperty("attention");
        Assert.Contains("nowhere", Of(told, "buildFailed").GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    static JsonElement About(JsonElement attention, string what) => Assert.Single(attention.EnumerateArray(), a => a.GetProperty("object").GetString() == what);

    static JsonElement Of(JsonElement attention, string id) => Assert.Single(attention.EnumerateArray(), a => a.GetProperty("id").GetString() == id);

    static async Task FailAsync(TestServer test)
    {
        using var client = await test.ClientAsync();
        using var started = await client.PostAsync("/api/ui/v1/models/run", new { verb = "build" });
        var job = await client.EndedAsync((await started.JsonAsync()).GetProperty("id").GetString()!);
        Assert.Equal("failed", job.GetProperty("state").GetString());
    }

    static async Task<JsonElement> Eventually(TestServer test, Func<JsonElement, bool> holds)
    {
        for (var look = 0; ; look++)
        {
            var home = await HomeAsync(test, "admin");
            if (holds(home) || look == 100) return home;
            await Task.Delay(100);
        }
    }

    static async Task<JsonElement> HomeAsync(TestServer test, string user)
    {
        using var client = await test.ClientAsync(user);
        using var answer = await client.GetAsync("/api/ui/v1/home");
        return await answer.JsonAsync();
    }
}
