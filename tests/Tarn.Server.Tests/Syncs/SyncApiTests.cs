using System.Net;
using System.Text.Json;
using Tarn.Server.RestCatalog;

namespace Tarn.Server.Syncs;

public sealed class SyncApiTests
{
    [Fact]
    public async Task A_run_has_a_job_for_each_stream_and_one_that_fails_holds_up_no_other()
    {
        await using var test = await TestServer.StartAsync();
        await test.WriteShopAsync();
        using var client = await test.ClientAsync();
        using (var before = await client.GetAsync("/api/ui/v1/syncs"))
            Assert.Equal("neverRan", Stream(await before.JsonAsync(), 0).GetProperty("reason").GetString());

        using var started = await client.PostAsync("/api/ui/v1/syncs/shop/run", new { });
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var job = await client.EndedAsync((await started.JsonAsync()).GetProperty("id").GetString()!);
        Assert.Equal("failed", job.GetProperty("state").GetString());
        Assert.Equal(["shop.orders", "shop.missing"], job.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.Equal(["succeeded", "failed"], job.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("state").GetString()));

        using var after = await client.GetAsync("/api/ui/v1/syncs/shop");
        var sync = await after.JsonAsync();
        Assert.Equal("failed", sync.GetProperty("state").GetString());
        var (orders, missing) = (sync.GetProperty("streams")[0], sync.GetProperty("streams")[1]);
        Assert.Equal("onTime", orders.GetProperty("state").GetString());
        Assert.Equal(2, orders.GetProperty("rows").GetInt64());
        Assert.Equal("source", missing.GetProperty("error").GetProperty("kind").GetString());
        Assert.Contains("nothing", missing.GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
        // The list of jobs shows the run, not its parts.
        using var jobs = await client.GetAsync("/api/ui/v1/jobs?kind=sync");
        Assert.Equal("shop", Assert.Single((await jobs.JsonAsync()).GetProperty("jobs").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_new_file_waits_until_it_is_loaded()
    {
        await using var test = await TestServer.StartAsync();
        await test.WriteShopAsync();
        using var client = await test.ClientAsync();
        await RunAsync(client, "orders");
        await test.WriteAsync("data/orders/2.csv", "id,amount\n3,30\n");
        using var answer = await client.GetAsync("/api/ui/v1/syncs/shop");
        var stream = (await answer.JsonAsync()).GetProperty("streams")[0];
        Assert.Equal("waiting", stream.GetProperty("state").GetString());
        Assert.Equal("files", stream.GetProperty("reason").GetString());
        Assert.Equal(1, stream.GetProperty("newFiles").GetInt32());
        await RunAsync(client, "orders");
        using var then = await client.GetAsync("/api/ui/v1/syncs/shop");
        Assert.Equal("onTime", (await then.JsonAsync()).GetProperty("streams")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_reset_names_its_effect_wants_the_name_and_the_next_run_loads_everything_again()
    {
        await using var test = await TestServer.StartAsync();
        await test.WriteShopAsync();
        using var client = await test.ClientAsync();
        await RunAsync(client, "orders");
        using var effect = await client.GetAsync("/api/ui/v1/syncs/shop/orders/reset");
        var named = await effect.JsonAsync();
        Assert.Equal(2, named.GetProperty("rows").GetInt64());
        Assert.Equal(1, named.GetProperty("files").GetInt32());
        using var refused = await client.PostAsync("/api/ui/v1/syncs/shop/orders/reset", new { confirm = "shop" });
        await refused.IsProblemAsync(HttpStatusCode.BadRequest, "invalidRequest");
        Assert.Equal(2, await RowsAsync(client));

        using var done = await client.PostAsync("/api/ui/v1/syncs/shop/orders/reset", new { confirm = "orders" });
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal(0, await RowsAsync(client));
        await RunAsync(client, "orders");
        Assert.Equal(2, await RowsAsync(client));
    }

    [Fact]
    public async Task Rows_in_quarantine_wait_until_a_replay_by_a_mended_rule_or_a_sync_of_the_mended_file_takes_them()
    {
        await using var test = await TestServer.StartAsync();
        const string Rule = "type: files\npath: ./data\nstreams:\n  orders:\n    files: orders/*.csv\n    table: bronze.orders\n    columns: {amount: bigint}\n";
        await test.WriteAsync("sources/shop.yaml", Rule);
        await test.WriteAsync("data/orders/1.csv", "id,amount\n1,10\n2,n/a\n3,thirty\n");
        await test.WriteAsync("data/orders/2.csv", "id,amount\n4,40\n");
        using var client = await test.ClientAsync();
        await RunAsync(client, "orders");
        Assert.Equal(("needsDecision", 2, 2), await OrdersAsync(client));

        // No file is new: a sync by the mended rule leaves the rows where they are, and they still wait.
        await test.WriteAsync("sources/shop.yaml", Rule + "    csv: {nullText: n/a}\n");
        await RunAsync(client, "orders");
        Assert.Equal(("needsDecision", 2, 2), await OrdersAsync(client));
        await ReplayAsync(client);
        Assert.Equal(("needsDecision", 3, 1), await OrdersAsync(client));

        await test.WriteAsync("data/orders/1.csv", "id,amount\n1,10\n2,n/a\n3,30\n");
        await RunAsync(client, "orders");
        Assert.Equal(("onTime", 4, 0), await OrdersAsync(client));
        await ReplayAsync(client);
        Assert.Equal(("onTime", 4, 0), await OrdersAsync(client));
    }

    [Fact]
    public async Task What_a_replay_takes_from_quarantine_is_its_streams_own_though_another_has_a_file_of_the_same_name()
    {
        await using var test = await TestServer.StartAsync();
        await test.WriteAsync("sources/shop.yaml", "type: files\npath: ./data\nstreams:\n  orders:\n    files: \"*.csv\"\n    table: north_bronze.orders\n    columns: {amount: bigint}\n");
        await test.WriteAsync("sources/other.yaml", "type: files\npath: ./other\nstreams:\n  orders:\n    files: \"*.csv\"\n    table: north.bronze_orders\n    columns: {amount: bigint}\n");
        await test.WriteAsync("data/1.csv", "id,amount\n1,10\n2,n/a\n");
        await test.WriteAsync("other/1.csv", "id,amount\n1,10\n2,thirty\n");
        using var client = await test.ClientAsync();
        foreach (var name in new[] { "shop", "other" })
        {
            using var started = await client.PostAsync($"/api/ui/v1/syncs/{name}/run", new { });
            Assert.Equal("succeeded", (await client.EndedAsync((await started.JsonAsync()).GetProperty("id").GetString()!)).GetProperty("state").GetString());
        }
        await test.WriteAsync("data/1.csv", "id,amount\n1,10\n2,20\n");
        await RunAsync(client, "orders");
        Assert.Equal("other.orders 2;thirty", await Sql.RowsAsync(client, "select stream, replace(raw, ',', ';') from quarantine.north_bronze_orders"));
    }

    static async Task<(string? State, long Rows, long Quarantined)> OrdersAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/ui/v1/syncs/shop");
        var stream = (await answer.JsonAsync()).GetProperty("streams")[0];
        return (stream.GetProperty("state").GetString(), stream.GetProperty("rows").GetInt64(), stream.GetProperty("quarantined").GetInt64());
    }

    static async Task ReplayAsync(HttpClient client)
    {
        using var started = await client.PostAsync("/api/ui/v1/syncs/shop/orders/replay", new { });
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var job = await client.EndedAsync((await started.JsonAsync()).GetProperty("id").GetString()!);
        Assert.Equal("succeeded", job.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_viewer_sees_syncs_and_may_not_run_them()
    {
        await using var test = await TestServer.StartAsync();
        await test.WriteShopAsync();
        using var client = await test.ClientAsync("viewer");
        using var list = await client.GetAsync("/api/ui/v1/syncs");
        Assert.False((await list.JsonAsync()).GetProperty("syncs")[0].GetProperty("mayRun").GetBoolean());
        using var run = await client.PostAsync("/api/ui/v1/syncs/shop/run", new { });
        await run.IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        using var replay = await client.PostAsync("/api/ui/v1/syncs/shop/orders/replay", new { });
        await replay.IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        using var reset = await client.PostAsync("/api/ui/v1/syncs/shop/orders/reset", new { confirm = "orders" });
        await reset.IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_file_with_errors_is_told_and_nothing_is_hidden_behind_it()
    {
        await using var test = await TestServer.StartAsync();
        await test.WriteAsync("sources/shop.yaml", "type: files\nstreams: {}\n");
        using var client = await test.ClientAsync();
        using var list = await client.GetAsync("/api/ui/v1/syncs");
        var answer = await list.JsonAsync();
        Assert.Contains("sources/shop.yaml", answer.GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var none = await client.GetAsync("/api/ui/v1/syncs/other");
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
    }

    static JsonElement Stream(JsonElement list, int index) => list.GetProperty("syncs")[0].GetProperty("streams")[index];

    static async Task RunAsync(HttpClient client, string stream)
    {
        using var started = await client.PostAsync("/api/ui/v1/syncs/shop/run", new { stream });
        var job = await client.EndedAsync((await started.JsonAsync()).GetProperty("id").GetString()!);
        Assert.Equal("succeeded", job.GetProperty("state").GetString());
    }

    static async Task<long> RowsAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/ui/v1/catalog/bronze/orders");
        return (await answer.JsonAsync()).TryGetProperty("rows", out var rows) ? rows.GetInt64() : 0;
    }
}
