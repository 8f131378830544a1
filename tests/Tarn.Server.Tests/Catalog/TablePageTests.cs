using System.Net;
using System.Text.Json;
using Tarn.Security.Identity;

namespace Tarn.Server.Catalog;

public sealed class TablePageTests(TablePageTests.History history) : IClassFixture<TablePageTests.History>
{
    const string Orders = "/api/ui/v1/catalog/main/orders";

    readonly TestServer _test = history.Test;

    [Fact]
    public async Task The_timeline_holds_every_snapshot_on_its_branch_newest_first()
    {
        using var client = await _test.ClientAsync("viewer");
        using var answer = await client.GetAsync($"{Orders}/snapshots");
        var timeline = await answer.JsonAsync();
        var snapshots = timeline.GetProperty("snapshots").EnumerateArray().ToList();
        Assert.Equal(["overwrite", "append", "append"], snapshots.Select(s => s.GetProperty("operation").GetString()));
        Assert.All(snapshots, s => Assert.Equal("main", s.GetProperty("branch").GetString()));
        Assert.Equal([true, false, false], snapshots.Select(s => s.GetProperty("current").GetBoolean()));
        Assert.Equal(3, timeline.GetProperty("total").GetInt32());
        using var page = await client.GetAsync($"{Orders}/snapshots?limit=1&before={snapshots[0].GetProperty("id").GetString()}");
        var second = await page.JsonAsync();
        Assert.Equal(snapshots[1].GetProperty("id").GetString(), Assert.Single(second.GetProperty("snapshots").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(snapshots[1].GetProperty("id").GetString(), second.GetProperty("next").GetString());
    }

    [Fact]
    public async Task Appends_are_counted_from_metadata_and_anything_else_by_rows()
    {
        using var client = await _test.ClientAsync();
        var ids = await IdsAsync(client, Orders);
        var appended = await DiffAsync(client, Orders, new { a = ids[2], b = ids[1] });
        Assert.Equal((2, 0, 0), Counts(appended.GetProperty("counts")));
        var changed = await DiffAsync(client, Orders, new { a = ids[1], b = ids[0], key = new[] { "id" } });
        Assert.False(changed.TryGetProperty("counts", out _));
        Assert.Equal("chosen", changed.GetProperty("key").GetProperty("origin").GetString());
        Assert.Equal((1, 1, 1), await RowAsync(changed.GetProperty("countSql").GetString()!));
    }

    [Fact]
    public async Task Rows_without_a_key_are_compared_whole_and_count_as_often_as_they_are_there()
    {
        using var client = await _test.ClientAsync();
        var ids = await IdsAsync(client, Orders);
        var diff = await DiffAsync(client, Orders, new { a = ids[1], b = ids[0], key = Array.Empty<string>() });
        Assert.Equal("none", diff.GetProperty("key").GetProperty("origin").GetString());
        Assert.Equal((2, 2, 0), await RowAsync(diff.GetProperty("countSql").GetString()!));
    }

    [Fact]
    public async Task A_snapshot_or_column_that_does_not_exist_is_named()
    {
        using var client = await _test.ClientAsync();
        var ids = await IdsAsync(client, Orders);
        using var gone = await client.PostAsync($"{Orders}/diff", new { a = "1", b = ids[0] });
        await gone.IsProblemAsync(HttpStatusCode.NotFound, "notFound");
        using var column = await client.PostAsync($"{Orders}/diff", new { a = ids[1], b = ids[0], key = new[] { "nothing" } });
        await column.IsProblemAsync(HttpStatusCode.BadRequest, "unknownColumn");
        using var view = await client.GetAsync("/api/ui/v1/catalog/main/all_orders/snapshots");
        await view.IsProblemAsync(HttpStatusCode.BadRequest, "unsupported");
    }

    [Fact]
    public async Task Files_are_shown_by_partition_and_size()
    {
        using var client = await _test.ClientAsync();
        using var answer = await client.GetAsync("/api/ui/v1/catalog/main/parted/files");
        var files = await answer.JsonAsync();
        Assert.Equal(3, files.GetProperty("files").GetInt64());
        Assert.Equal(2, files.GetProperty("partitionCount").GetInt32());
        Assert.Equal(2, files.GetProperty("smallFiles").GetInt64());
        Assert.Equal(["country=DE", "country=FR"], files.GetProperty("partitions").EnumerateArray().Select(p => p.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(3, files.GetProperty("sizes")[0].GetProperty("files").GetInt64());
    }

    [Fact]
    public async Task A_table_says_what_its_age_may_be_and_a_view_its_text()
    {
        using var client = await _test.ClientAsync();
        using var answer = await client.GetAsync("/api/ui/v1/catalog/main/parted");
        var table = await answer.JsonAsync();
        Assert.Equal(3_600_000, table.GetProperty("freshness").GetProperty("targetMs").GetDouble());
        Assert.Equal("property", table.GetProperty("freshness").GetProperty("origin").GetString());
        Assert.False(table.GetProperty("freshness").GetProperty("late").GetBoolean());
        Assert.Contains("write", table.GetProperty("may").EnumerateArray().Select(m => m.GetString()));
        using var view = await client.GetAsync("/api/ui/v1/catalog/main/all_orders");
        Assert.Contains("select", (await view.JsonAsync()).GetProperty("sql").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    static (int, int, int) Counts(JsonElement counts) =>
        (counts.GetProperty("added").GetInt32(), counts.GetProperty("removed").GetInt32(), counts.GetProperty("changed").GetInt32());

    static async Task<List<string>> IdsAsync(HttpClient client, string table)
    {
        using var answer = await client.GetAsync($"{table}/snapshots");
        return [.. (await answer.JsonAsync()).GetProperty("snapshots").EnumerateArray().Select(s => s.GetProperty("id").GetString()!)];
    }

    static async Task<JsonElement> DiffAsync(HttpClient client, string table, object call)
    {
        using var answer = await client.PostAsync($"{table}/diff", call);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }

    async Task<(long, long, long)> RowAsync(string sql)
    {
        await using var session = _test.Lakehouse.OpenSession(Principal.System);
        await using var result = await session.ExecuteAsync(sql, CancellationToken.None);
        await foreach (var batch in result.Batches)
            return (batch.Column(0).Values<long>()[0], batch.Column(1).Values<long>()[0], batch.Column(2).Values<long>()[0]);
        throw new InvalidOperationException("no row");
    }

    /// <summary>Position delete files of format version 2 may name a row twice; a deletion vector cannot.</summary>
    [Theory]
    [InlineData("positions", "atLeast")]
    [InlineData("vectors", null)]
    public async Task A_number_of_rows_says_what_it_is(string table, string? bound)
    {
        using var client = await _test.ClientAsync();
        using var detail = await client.GetAsync($"/api/ui/v1/catalog/main/{table}");
        using var tree = await client.GetAsync("/api/ui/v1/catalog");
        using var snapshots = await client.GetAsync($"/api/ui/v1/catalog/main/{table}/snapshots?limit=1");
        using var files = await client.GetAsync($"/api/ui/v1/catalog/main/{table}/files");
        var listed = (await tree.JsonAsync()).GetProperty("namespaces").EnumerateArray().SelectMany(n => n.GetProperty("tables").EnumerateArray()).Single(t => t.GetProperty("name").GetString() == table);
        foreach (var said in new[] { await detail.JsonAsync(), listed, (await snapshots.JsonAsync()).GetProperty("snapshots")[0] })
        {
            Assert.Equal(2, said.GetProperty("rows").GetInt32());
            Assert.Equal(bound, said.TryGetProperty("rowsBound", out var word) ? word.GetString() : null);
        }
        Assert.Equal(bound is not null, (await files.JsonAsync()).TryGetProperty("deletedRowsApproximate", out _));
    }

    [Fact]
    public async Task Ages_count_from_the_instant_that_the_answer_names()
    {
        using var client = await _test.ClientAsync();
        using var answer = await client.GetAsync(Orders);
        var table = await answer.JsonAsync();
        var fresh = table.GetProperty("freshness");
        var age = table.GetProperty("readAt").GetDateTimeOffset() - fresh.GetProperty("changedAt").GetDateTimeOffset();
        Assert.Equal(age.TotalMilliseconds, fresh.GetProperty("ageMs").GetDouble(), 1.0);
    }

    /// <summary>A table with two appends and an overwrite, a partitioned one with a target, and a view.</summary>
    public sealed class History : IAsyncLifetime
    {
        internal TestServer Test { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Test = await TestServer.StartAsync();
            await using var session = Test.Lakehouse.OpenSession(Principal.System);
            foreach (var sql in new[]
            {
                "create table orders (id bigint, amount bigint)",
                "insert into orders values (1, 10), (2, 20)",
                "insert into orders values (3, 30), (4, 40)",
                // One row goes, one comes, one changes.
                "insert overwrite orders values (1, 10), (2, 21), (4, 40), (5, 50)",
                "create table parted (id bigint, country varchar) partitioned by (country) tblproperties ('tarn.freshness' = '1h')",
                "insert into parted values (1, 'DE'), (2, 'FR')",
                "insert into parted values (3, 'DE')",
                "create table positions (id bigint) tblproperties ('format-version' = '2', 'write.delete.mode' = 'merge-on-read')",
                "create table vectors (id bigint) tblproperties ('format-version' = '3', 'write.delete.mode' = 'merge-on-read')",
                "insert into positions values (1), (2), (3)",
                "insert into vectors values (1), (2), (3)",
                "delete from positions where id = 2",
                "delete from vectors where id = 2",
                "create view all_orders as select * from orders",
            })
                await using (await session.ExecuteAsync(sql, CancellationToken.None))
                {
                    // A definition or a write gives no rows.
                }
        }

        public async Task DisposeAsync() => await Test.DisposeAsync();
    }
}
