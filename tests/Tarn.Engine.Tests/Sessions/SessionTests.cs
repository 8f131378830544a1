using System.Diagnostics;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Types;
using Tarn.Security.Identity;

namespace Tarn.Engine.Tests.Sessions;

public sealed class SessionTests
{
    [Fact]
    public async Task What_stands_behind_two_closing_brackets_is_the_outer_types()
    {
        await using var lakehouse = await WithMainAsync();
        await lakehouse.RunAsync("CREATE TABLE nested_types (s STRUCT<a INT NOT NULL, b STRUCT<c VARCHAR NOT NULL>> NOT NULL, l STRUCT<a STRUCT<b INT>>[], m MAP<INT, STRUCT<a STRUCT<b INT> COMMENT 'x', c STRUCT<d STRUCT<e INT>> NOT NULL>>)");
        var schema = (await lakehouse.Catalog.LoadTableAsync(new TableIdentifier("main", "nested_types"), CancellationToken.None)).Schema;
        Assert.Equal("s s.a s.b.c m.key m.value.c", string.Join(' ', schema.AllFields.Where(f => f.Required).Select(f => schema.FindName(f.Id))));
        Assert.Equal(TypeKind.List, schema.Fields[1].Type.Kind);
    }

    [Fact]
    public async Task Parameters_stand_by_number_by_name_and_in_order()
    {
        await using var lakehouse = new TestLakehouse();
        Assert.Equal([3, "x"], (await lakehouse.RunAsync("select $2::int, $1", "x", 3)).Rows.Single());
        Assert.Equal(["a", "b"], (await lakehouse.RunAsync("select ?, ?", "a", "b")).Rows.Single());
        await using var named = await lakehouse.Session.ExecuteAsync(
            "select $who || '!'", StatementParameters.Named(new Dictionary<string, object?> { ["who"] = "Ada" }), null, CancellationToken.None);
        await foreach (var batch in named.Batches) Assert.Equal("Ada!", batch.Column(0).Text(0));
        Assert.Contains("$1 has no value", (await lakehouse.FailAsync("select $1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_are_written_exactly()
    {
        await using var lakehouse = await WithMainAsync();
        await lakehouse.RunAsync("create table t (a bigint, b varchar, c decimal(10,2), d timestamptz, e blob, f double)");
        var moment = new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(2));
        await lakehouse.RunAsync("insert into t values (?, ?, ?, ?, ?, ?)", long.MinValue + 1, "it's '); drop table t; --", 12.34m, moment, new byte[] { 0, 255 }, 0.1);
        var row = (await lakehouse.RunAsync("select a, b, c::varchar, d, e, f from t where a = $1", long.MinValue + 1)).Rows.Single();
        Assert.Equal([long.MinValue + 1, "it's '); drop table t; --", "12.34", (moment.UtcTicks - DateTime.UnixEpoch.Ticks) / 10, new byte[] { 0, 255 }, 0.1], row);
    }

    [Fact]
    public async Task Cancelling_ends_the_statement_and_keeps_the_session()
    {
        await using var lakehouse = new TestLakehouse();
        using var cancel = new CancellationTokenSource();
        var running = lakehouse.Session.ExecuteAsync("select sum(a.range * b.range) from range(1000000) a, range(1000000) b", cancel.Token);
        cancel.CancelAfter(200);
        var clock = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
        Assert.Equal(1, (await lakehouse.RunAsync("select 1")).Single);
    }

    [Fact]
    public async Task A_statement_over_its_timeout_is_cancelled_and_the_error_names_the_setting()
    {
        await using var lakehouse = new TestLakehouse();
        await using var session = lakehouse.Lakehouse.OpenSession(Principal.Local("test"), new SessionOptions(StatementTimeout: TimeSpan.FromMilliseconds(200)));
        var error = await Assert.ThrowsAsync<EngineException>(() => TestLakehouse.RunAsync(session, "select sum(a.range * b.range) from range(1000000) a, range(1000000) b"));
        Assert.Equal(EngineErrorKind.Timeout, error.Kind);
        Assert.Contains("sql.statementTimeout", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await TestLakehouse.RunAsync(session, "select 1")).Single);
    }

    [Fact]
    public async Task Statements_beyond_the_limits_wait_or_are_refused()
    {
        await using var lakehouse = new TestLakehouse(o => o with { Sql = o.Sql with { MaxConcurrentStatements = 1 }, MaxWaitingStatements = 1 });
        var first = await lakehouse.Session.ExecuteAsync("select * from range(10000000)", CancellationToken.None);
        var second = lakehouse.RunAsync("select 2");
        var refused = await lakehouse.FailAsync("select 3");
        Assert.Equal(EngineErrorKind.ResourceLimit, refused.Kind);
        Assert.Contains("sql.maxConcurrentStatements", refused.Message, StringComparison.Ordinal);
        Assert.False(second.IsCompleted);
        await first.DisposeAsync();
        Assert.Equal(2, (await second).Single);
    }

    [Fact]
    public async Task The_authorizer_is_asked_for_every_statement()
    {
        await using var lakehouse = await WithMainAsync();
        await lakehouse.RunAsync("create table t as select 1 as a");
        await using var viewer = lakehouse.Lakehouse.OpenSession(new Principal("eve", PrincipalKind.User, ["viewer"]));
        Assert.Equal(1, (await TestLakehouse.RunAsync(viewer, "select a from t")).Single);
        foreach (var sql in new[]
        {
            "insert into t values (2)", "insert overwrite t values (2)", "truncate table t", "drop table t", "create table u as select 1 as a", "create table u (a int)",
            "create view v as select 1 as a", "create namespace n", "drop namespace main", "call tarn.system.register_table('main.x', '/x')",
        })
        {
            var error = await Assert.ThrowsAsync<EngineException>(() => TestLakehouse.RunAsync(viewer, sql));
            Assert.True(error.Kind == EngineErrorKind.Forbidden, $"{sql}: {error.Kind} {error.Message}");
        }
        await using var nobody = lakehouse.Lakehouse.OpenSession(new Principal("mallory", PrincipalKind.User, []));
        foreach (var sql in new[] { "select * from t", "describe t", "explain select * from t", "create view w as select * from t" })
            Assert.Equal(EngineErrorKind.Forbidden, (await Assert.ThrowsAsync<EngineException>(() => TestLakehouse.RunAsync(nobody, sql))).Kind);
    }

    [Fact]
    public async Task The_result_says_which_state_it_read()
    {
        await using var lakehouse = await WithMainAsync();
        await lakehouse.RunAsync("create table t as select 1 as a");
        var first = Assert.Single((await lakehouse.RunAsync("select * from t")).Result.Tables);
        await lakehouse.RunAsync("insert into t values (2)");
        var past = Assert.Single((await lakehouse.RunAsync($"select * from t version as of {first.SnapshotId}")).Result.Tables);
        Assert.Equal(first with { IsTimeTravel = true }, past);
        Assert.Equal("main.t", past.Name);
        Assert.Equal(TimeSpan.Zero, past.Timestamp!.Value.Offset);
    }

    [Fact]
    public async Task A_failed_write_leaves_no_file_behind()
    {
        await using var lakehouse = await WithMainAsync();
        await lakehouse.RunAsync("create table t (a int)");
        var before = Files(lakehouse);
        Assert.Equal(EngineErrorKind.Conversion, (await lakehouse.FailAsync("insert into t select case when i = 99999 then 'x' else '1' end::int from range(100000) r(i)")).Kind);
        Assert.Equal(EngineErrorKind.Conversion, (await lakehouse.FailAsync("create table u as select cast('x' as int) as a")).Kind);
        Assert.Equal(before, Files(lakehouse));
        Assert.Equal(0L, (await lakehouse.RunAsync("select count(*) from t")).Single);
    }

    [Fact]
    public async Task Writers_at_the_same_time_all_succeed()
    {
        await using var lakehouse = await WithMainAsync();
        await lakehouse.RunAsync("create table t (a int)");
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => lakehouse.RunAsync($"insert into t values ({i})")));
        Assert.Equal([6L, 15L], (await lakehouse.RunAsync("select count(*), sum(a)::bigint from t")).Rows.Single());
    }

    [Fact]
    public async Task Explain_says_which_state_and_files_are_read_and_the_plan_line_by_line()
    {
        await using var lakehouse = await WithMainAsync();
        await lakehouse.RunAsync("create table t as select range as a from range(10)");
        await lakehouse.RunAsync("insert into t values (100)");
        var rows = (await lakehouse.RunAsync("explain select * from t where a > 50")).Rows.Select(r => (Item: (string)r[0]!, Detail: (string)r[1]!)).ToList();
        Assert.Contains(rows, r => r.Item == "files" && r.Detail.StartsWith("2 considered, 1 pruned, 1 read", StringComparison.Ordinal));
        Assert.Contains(rows, r => r.Item == "table" && r.Detail.Contains("filter a > 50", StringComparison.Ordinal));
        Assert.All(rows.Where(r => r.Item == "plan"), r => Assert.DoesNotContain('\n', r.Detail));
    }

    static string[] Files(TestLakehouse lakehouse) => [.. Directory.EnumerateFiles(lakehouse.WarehouseFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    static async Task<TestLakehouse> WithMainAsync()
    {
        var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        return lakehouse;
    }
}
