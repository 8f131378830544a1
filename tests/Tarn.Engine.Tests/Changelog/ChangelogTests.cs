using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Tests.Changelog;

public sealed class ChangelogTests : IAsyncLifetime
{
    readonly TestLakehouse _lakehouse = new();

    public Task InitializeAsync() => _lakehouse.RunAsync("CREATE NAMESPACE main");

    public Task DisposeAsync() => _lakehouse.DisposeAsync().AsTask();

    [Theory]
    [InlineData("copy-on-write", 2)]
    [InlineData("merge-on-read", 2)]
    [InlineData("merge-on-read", 3)]
    public async Task However_rows_leave_the_changes_are_the_same(string mode, int version)
    {
        await _lakehouse.RunAsync($"CREATE TABLE t (id INTEGER, name VARCHAR, x DOUBLE) TBLPROPERTIES ('format-version' = '{version}', 'write.delete.mode' = '{mode}', 'write.update.mode' = '{mode}', 'write.merge.mode' = '{mode}')");
        Assert.Empty(await RowsAsync("SELECT * FROM t.changes"));
        await _lakehouse.RunAsync("INSERT INTO t VALUES (1, 'a', 0), (2, 'b', 'NaN'::DOUBLE), (3, 'c', NULL), (3, 'c', NULL)");
        await _lakehouse.RunAsync("DELETE FROM t WHERE id = 1");
        await _lakehouse.RunAsync("UPDATE t SET name = 'B' WHERE id = 2");
        await _lakehouse.RunAsync("MERGE INTO t USING (VALUES (3, 'C'), (4, 'd')) s(id, name) ON t.id = s.id WHEN MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)");
        await _lakehouse.RunAsync("DELETE FROM t WHERE id = 3");
        await _lakehouse.RunAsync("TRUNCATE TABLE t");
        var commits = (await _lakehouse.RunAsync("SELECT snapshot_id FROM t.snapshots ORDER BY committed_at")).Rows.Select(r => (long)r[0]!).ToList();
        Assert.Equal(
            [
                "0 INSERT 1,a,0", "0 INSERT 2,b,NaN", "0 INSERT 3,c,", "0 INSERT 3,c,", "1 DELETE 1,a,0", "2 DELETE 2,b,NaN", "2 INSERT 2,B,NaN",
                "3 DELETE 3,c,", "3 DELETE 3,c,", "3 INSERT 3,C,", "3 INSERT 3,C,", "3 INSERT 4,d,", "4 DELETE 3,C,", "4 DELETE 3,C,", "5 DELETE 2,B,NaN", "5 DELETE 4,d,",
            ],
            await RowsAsync("SELECT * FROM t.changes WITH ('remove-carryovers' = 'true')"));
        Assert.Empty(await RowsAsync("SELECT * FROM t.changes WITH ('net-changes' = true)"));
        Assert.Equal(["0 DELETE 2,b,NaN", "0 INSERT 2,B,NaN"], await RowsAsync($"SELECT * FROM t.changes AS c WITH ('start-snapshot-id' = '{commits[1]}', 'end-snapshot-id' = {commits[2]}, remove-carryovers = true)"));
        Assert.Equal(
            ["0 DELETE 1,a,0", "1 UPDATE_AFTER 2,B,NaN", "1 UPDATE_BEFORE 2,b,NaN"],
            await RowsAsync($"SELECT * FROM main.t.changes WITH ('start-snapshot-id' = '{commits[0]}', 'end-snapshot-id' = {commits[2]}, 'identifier-columns' = 'ID')"));
        Assert.Equal((int)Math.Pow(2, 2), (await RowsAsync($"SELECT * FROM t.changes VERSION AS OF {commits[0]}")).Count);
        Assert.Equal([commits[1]], (await _lakehouse.RunAsync("SELECT DISTINCT _commit_snapshot_id FROM t.changes WHERE _change_ordinal = 1")).Rows.Select(r => r[0]));
    }

    [Fact]
    public async Task Changes_of_rows_that_copy_on_write_carried_over_are_raw_unless_asked()
    {
        await _lakehouse.RunAsync("CREATE TABLE t AS SELECT n::INTEGER AS id, 'x' AS name, -0.0::DOUBLE AS x FROM range(3) AS r(n)");
        await _lakehouse.RunAsync("UPDATE t SET x = 0.0 WHERE id = 1");
        Assert.Equal(9, (await RowsAsync("SELECT * FROM t.changes")).Count);
        Assert.Equal(["1 DELETE 1,x,-0", "1 INSERT 1,x,0"], (await RowsAsync("SELECT * FROM t.changes WITH ('remove-carryovers' = 'true')")).Skip(3));
    }

    [Fact]
    public async Task A_view_of_changes_lasts_as_long_as_the_session_and_is_read_anew()
    {
        await _lakehouse.RunAsync("CREATE TABLE t (id INTEGER, name VARCHAR, x DOUBLE)");
        await _lakehouse.RunAsync("INSERT INTO t VALUES (1, 'a', 1)");
        Assert.Equal("t_changes", (await _lakehouse.RunAsync("CALL tarn.system.create_changelog_view(table => 't')")).Single);
        Assert.Equal("v", (await _lakehouse.RunAsync("CALL tarn.system.create_changelog_view('t', 'v', map(), true, array('id'))")).Single);
        await _lakehouse.RunAsync("UPDATE t SET x = 2");
        Assert.Equal(["0 INSERT 1,a,1", "1 DELETE 1,a,1", "1 INSERT 1,a,2"], await RowsAsync("SELECT * FROM T_CHANGES"));
        Assert.Equal(["0 INSERT 1,a,1", "1 UPDATE_AFTER 1,a,2", "1 UPDATE_BEFORE 1,a,1"], await RowsAsync("SELECT c.* FROM v AS c JOIN t ON t.id = c.id"));
        await using var other = _lakehouse.Lakehouse.OpenSession(_lakehouse.Session.Principal);
        Assert.Equal(EngineErrorKind.NotFound, (await Assert.ThrowsAsync<EngineException>(() => TestLakehouse.RunAsync(other, "SELECT * FROM v"))).Kind);
    }

    [Fact]
    public async Task Two_rows_of_one_identity_cannot_be_one_update()
    {
        await _lakehouse.RunAsync("CREATE TABLE t (id INTEGER, name VARCHAR, x DOUBLE)");
        await _lakehouse.RunAsync("INSERT INTO t VALUES (1, 'a', 1), (1, 'b', 1)");
        await _lakehouse.RunAsync("UPDATE t SET x = 2");
        var error = await _lakehouse.FailAsync("SELECT * FROM t.changes WITH ('identifier-columns' = 'id')");
        Assert.Contains("multiple rows with the same identifier fields([id])", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_snapshot_changed_is_known_also_when_its_parent_is_not()
    {
        await _lakehouse.RunAsync("CREATE TABLE t (id INTEGER, name VARCHAR, x DOUBLE) TBLPROPERTIES ('format-version' = '3', 'write.delete.mode' = 'merge-on-read')");
        await _lakehouse.RunAsync("INSERT INTO t SELECT n, 'x', 0 FROM range(5) AS r(n)");
        await _lakehouse.RunAsync("DELETE FROM t WHERE id = 1");
        await _lakehouse.RunAsync("DELETE FROM t WHERE id = 2");
        var table = await _lakehouse.Catalog.LoadTableAsync(new Tarn.Iceberg.Catalogs.TableIdentifier("main", "t"), CancellationToken.None);
        var old = table.Metadata.AncestorsOf(table.CurrentSnapshot!.SnapshotId).Skip(1).Select(s => s.SnapshotId).ToList();
        await Tarn.Iceberg.Commits.MetadataCommit.RunAsync(table, _ => [new Tarn.Iceberg.Commits.TableUpdate.RemoveSnapshots([.. old])], TimeProvider.System, CancellationToken.None);
        Assert.Equal(["0 DELETE 2,x,0"], await RowsAsync("SELECT * FROM t.changes"));
        Assert.Equal(["0 DELETE 2,x,0"], await RowsAsync($"SELECT * FROM t.changes WITH ('start-snapshot-id' = '{old[0]}')"));
        Assert.Equal(EngineErrorKind.InvalidInput, (await _lakehouse.FailAsync($"SELECT * FROM t.changes WITH ('start-snapshot-id' = '{old[1]}')")).Kind);
    }

    [Theory]
    [InlineData("SELECT * FROM t.changes WITH ('begin' = '1')", EngineErrorKind.InvalidInput, "no option 'begin'")]
    [InlineData("SELECT * FROM t.changes WITH ('start-snapshot-id' = 'x')", EngineErrorKind.InvalidInput, "whole number")]
    [InlineData("SELECT * FROM t.changes WITH ('end-snapshot-id' = '1')", EngineErrorKind.NotFound, "Cannot find the end snapshot")]
    [InlineData("SELECT * FROM t.changes WITH ('start-timestamp' = '5', 'end-timestamp' = '4')", EngineErrorKind.InvalidInput, "greater")]
    [InlineData("SELECT * FROM t.changes WITH ('compute-updates' = 'true')", EngineErrorKind.InvalidInput, "identifier columns are not set")]
    [InlineData("SELECT * FROM t.changes WITH ('net-changes' = 'true', 'identifier-columns' = 'id')", EngineErrorKind.InvalidInput, "Net changes")]
    [InlineData("SELECT * FROM t.changes WITH ('identifier-columns' = 'nothing')", EngineErrorKind.Binding, "nothing")]
    [InlineData("SELECT * FROM t WITH ('start-snapshot-id' = '1')", EngineErrorKind.InvalidInput, "changes of a table")]
    [InlineData("SELECT * FROM t.files WITH ('start-snapshot-id' = '1')", EngineErrorKind.InvalidInput, "changes of a table")]
    [InlineData("SELECT * FROM t.changes WITH ('start-snapshot-id' = '1'", EngineErrorKind.Syntax, "closing )")]
    [InlineData("CALL tarn.system.create_changelog_view('t', 'v', map('a'))", EngineErrorKind.InvalidInput, "is a map")]
    [InlineData("CALL tarn.system.create_changelog_view(table => 't', net_changes => 'yes')", EngineErrorKind.InvalidInput, "true or false")]
    public async Task What_cannot_be_asked_for_is_said(string sql, EngineErrorKind kind, string message)
    {
        await _lakehouse.RunAsync("CREATE TABLE t AS SELECT 1 AS id");
        var error = await _lakehouse.FailAsync(sql);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(kind, error.Kind);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Deleted_rows_are_read_where_a_query_names_the_column(int version)
    {
        await _lakehouse.RunAsync($"CREATE TABLE t (id INTEGER) TBLPROPERTIES ('format-version' = '{version}', 'write.delete.mode' = 'merge-on-read')");
        await _lakehouse.RunAsync("INSERT INTO t SELECT n FROM range(4) AS r(n)");
        await _lakehouse.RunAsync("INSERT INTO t VALUES (9)");
        await _lakehouse.RunAsync("DELETE FROM t WHERE id IN (1, 2)");
        Assert.Equal(["0 False", "1 True", "2 True", "3 False", "9 False"], (await _lakehouse.RunAsync("SELECT id, _deleted FROM t ORDER BY id")).Rows.Select(r => $"{r[0]} {r[1]}"));
        Assert.Equal([1, 2], (await _lakehouse.RunAsync("SELECT id FROM t WHERE _deleted ORDER BY id")).Rows.Select(r => r[0]));
        Assert.Equal(3L, (await _lakehouse.RunAsync("SELECT count(*) FROM t")).Single);
        Assert.Equal(EngineErrorKind.InvalidInput, (await _lakehouse.FailAsync("UPDATE t SET id = 5 WHERE _deleted")).Kind);
        await _lakehouse.RunAsync("INSERT INTO t SELECT id FROM t WHERE _deleted");
        Assert.Equal(5L, (await _lakehouse.RunAsync("SELECT count(*) FROM t")).Single);
    }

    async Task<List<string>> RowsAsync(string sql) => [.. (await _lakehouse.RunAsync(sql)).Rows.Select(r => $"{r[4]} {r[3]} {r[0]},{r[1]},{r[2]}").Order(StringComparer.Ordinal)];
}
