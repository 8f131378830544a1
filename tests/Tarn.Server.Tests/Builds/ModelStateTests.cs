using System.Text.Json;

namespace Tarn.Server.Builds;

public sealed class ModelStateTests
{
    [Fact]
    public async Task A_model_is_fresh_when_its_build_found_nothing_new_and_stale_when_more_came_after_it()
    {
        await using var test = await TestServer.StartAsync();
        await test.WriteAsync("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: tarn\n");
        await test.WriteAsync("models/sources.yml", "version: 2\nsources:\n  - name: main\n    schema: main\n    tables:\n      - name: raw\n");
        await test.WriteAsync("models/other.sql", "{{ config(materialized='table') }}\nselect 1 as one");
        await test.WriteAsync(
            "models/log.sql",
            "{{ config(materialized='incremental', unique_key='id', meta={'freshness': '1h'}) }}\nselect id from {{ source('main', 'raw') }}\n{% if is_incremental() %}where id > (select max(id) from {{ this }}){% endif %}");
        await test.ExecuteAsync("create table main.raw (id bigint)", "insert into main.raw values (5)");
        await BuildAsync(test, null);
        await IsAsync(test, "fresh");
        var (snapshot, _) = await TableAsync(test);

        await test.ExecuteAsync("insert into main.raw values (1)");
        await IsAsync(test, "stale");
        await BuildAsync(test, "log");
        var (after, freshness) = await TableAsync(test);
        Assert.Equal(snapshot, after);
        await IsAsync(test, "fresh");
        Assert.True(freshness.GetProperty("checkedAt").GetDateTimeOffset() > freshness.GetProperty("changedAt").GetDateTimeOffset());

        // The results of a later run of other models say nothing of this one: what was known stays known.
        await BuildAsync(test, "other");
        await IsAsync(test, "fresh");
        await test.ExecuteAsync("insert into main.raw values (2)");
        await IsAsync(test, "stale");
    }

    static async Task BuildAsync(TestServer test, string? select)
    {
        using var client = await test.ClientAsync();
        using var started = await client.PostAsync("/api/ui/v1/models/run", new { verb = "build", select });
        var job = await client.EndedAsync((await started.JsonAsync()).GetProperty("id").GetString()!);
        Assert.True(job.GetProperty("state").GetString() == "succeeded", job.ToString());
    }

    /// <summary>The page may show names that are two seconds old.</summary>
    static async Task IsAsync(TestServer test, string state)
    {
        using var client = await test.ClientAsync();
        for (var look = 0; ; look++)
        {
            using var answer = await client.GetAsync("/api/ui/v1/models/model.shop.log");
            var found = (await answer.JsonAsync()).GetProperty("model").GetProperty("state").GetString();
            if (found == state) return;
            Assert.True(look < 200, $"The model is {found}, not {state}.");
            await Task.Delay(100);
        }
    }

    static async Task<(string Snapshot, JsonElement Freshness)> TableAsync(TestServer test)
    {
        using var client = await test.ClientAsync();
        using var answer = await client.GetAsync("/api/ui/v1/catalog/main/log");
        var table = await answer.JsonAsync();
        return (table.GetProperty("snapshot").GetString()!, table.GetProperty("freshness"));
    }
}
