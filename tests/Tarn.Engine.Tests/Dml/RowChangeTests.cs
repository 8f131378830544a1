using Tarn.Engine.Sessions;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Scans;
using Tarn.Security.Identity;
using IcebergScan = Tarn.Iceberg.Scans.TableScan;

namespace Tarn.Engine.Tests.Dml;

/// <summary>What row-level statements leave in the table's files.</summary>
public sealed class RowChangeTests
{
    [Fact]
    public async Task A_delete_of_whole_partitions_writes_no_file_and_reads_none()
    {
        await using var lakehouse = await TableAsync(3, "merge-on-read", "partitioned by (day)");
        await lakehouse.RunAsync("insert into t select i, 'x', date '2024-01-01' + (i % 4)::int from range(400) r(i)");
        var paths = (await PlanAsync(lakehouse)).Tasks.Select(t => t.File.FilePath).ToHashSet();
        // Without their files the rows could not be read if anything tried to.
        var gone = (await PlanAsync(lakehouse)).Tasks.Where(t => (int)t.File.Partition[0]! <= 19724).Select(t => new Uri(t.File.FilePath).LocalPath).ToArray();
        foreach (var path in gone) File.Move(path, path + ".away");
        var answer = await lakehouse.RunAsync("delete from t where day <= date '2024-01-02'");
        Assert.Equal(new RowCounts(0, 0, 200), answer.Result.Changes);
        Assert.Equal(0, answer.Result.Counts.FilesRead);
        Assert.Equal("delete", (await LoadAsync(lakehouse)).CurrentSnapshot!.Operation);
        var left = (await PlanAsync(lakehouse)).Tasks;
        Assert.Equal(2, left.Length);
        Assert.All(left, t => Assert.True(paths.Contains(t.File.FilePath) && t.Deletes.IsEmpty));
        Assert.Equal(200L, (await lakehouse.RunAsync("select count(*) from t")).Single);
    }

    [Fact]
    public async Task Files_that_their_bounds_prove_are_dropped_and_only_the_others_read()
    {
        await using var lakehouse = await TableAsync(2, "copy-on-write");
        foreach (var start in (int[])[0, 100, 200]) await lakehouse.RunAsync($"insert into t select i, 'x', null from range({start}, {start + 100}) r(i)");
        var answer = await lakehouse.RunAsync("delete from t where id < 150");
        Assert.Equal(150L, answer.Result.Changes!.Deleted);
        Assert.Equal(1, answer.Result.Counts.FilesRead);
        Assert.Equal(150L, (await lakehouse.RunAsync("select count(*) from t where id >= 150")).Single);
        Assert.Equal(2, (await PlanAsync(lakehouse)).Tasks.Length);
    }

    /// <summary>Else a table that is written anew every day keeps those of all days, and its number of rows is not known.</summary>
    [Theory]
    [InlineData("file", "400 4 80", "201 2 40")]
    [InlineData("partition", "400 2 80", "201 2 80")]
    public async Task Position_deletes_go_with_the_data_files_that_they_were_for(string granularity, string before, string between)
    {
        await using var lakehouse = await TableAsync(2, "merge-on-read", "partitioned by (day)");
        await lakehouse.RunAsync($"alter table t set tblproperties ('write.delete.granularity' = '{granularity}')");
        foreach (var start in (int[])[0, 200]) await lakehouse.RunAsync($"insert into t select i, 'x', date '2024-01-01' + (i % 2)::int from range({start}, {start + 200}) r(i)");
        await lakehouse.RunAsync("delete from t where id % 10 < 2");
        async Task<string?> TotalsAsync()
        {
            var summary = (await LoadAsync(lakehouse)).CurrentSnapshot!.Summary;
            return string.Join(' ', new[] { "total-records", "total-delete-files", "total-position-deletes" }.Select(k => summary[k]));
        }
        Assert.Equal(before, await TotalsAsync());
        await lakehouse.RunAsync("insert overwrite t values (1, 'x', date '2024-01-01')");
        // One file for several data files stays until no data file of its age is left.
        Assert.Equal(between, await TotalsAsync());
        await lakehouse.RunAsync("insert overwrite t values (1, 'x', date '2024-01-02')");
        Assert.Equal("2 0 0", await TotalsAsync());
        Assert.Equal(2L, (await lakehouse.RunAsync("select count(*) from t")).Single);
    }

    [Fact]
    public async Task A_file_that_could_hold_matching_rows_and_has_none_stays()
    {
        await using var lakehouse = await TableAsync(2, "copy-on-write");
        await lakehouse.RunAsync("insert into t values (1, 'x', null), (9, 'x', null)");
        await lakehouse.RunAsync("insert into t values (5, 'x', null)");
        Assert.Equal(1L, (await lakehouse.RunAsync("delete from t where id between 4 and 6")).Result.RowsAffected);
        Assert.Equal([[1], [9]], (await lakehouse.RunAsync("select id from t order by id")).Rows);
    }

    [Fact]
    public async Task A_branch_is_changed_where_the_name_says_so_and_main_stays()
    {
        await using var lakehouse = await TableAsync(3, "merge-on-read");
        await lakehouse.RunAsync("insert into t values (1, 'a', null), (2, 'b', null)");
        await lakehouse.RunAsync("alter table t create branch audit");
        await lakehouse.RunAsync("insert into t values (3, 'c', null)");
        await lakehouse.RunAsync("update main.t.branch_audit set name = 'z' where id = 1");
        await lakehouse.RunAsync("delete from main.t.branch_audit as x where x.id = 2");
        await lakehouse.RunAsync("merge into main.t.branch_audit a using main.t m on a.id = m.id when not matched then insert *");
        Assert.Equal([[1, "z"], [2, "b"], [3, "c"]], (await lakehouse.RunAsync("select id, name from main.t.branch_audit order by id")).Rows);
        Assert.Equal([[1, "a"], [2, "b"], [3, "c"]], (await lakehouse.RunAsync("select id, name from t order by id")).Rows);
    }

    [Fact]
    public async Task Conditions_that_say_less_than_they_seem_to_are_not_answered_from_bounds()
    {
        await using var lakehouse = await TableAsync(2, "copy-on-write");
        await lakehouse.RunAsync("insert into t values (1, 'abc', null), (2, 'abd', null), (3, 'ab', null)");
        Assert.Equal(1L, (await lakehouse.RunAsync("delete from t where name like 'ab_' and length(name) = 3 and id = 1")).Result.RowsAffected);
        Assert.Equal(1L, (await lakehouse.RunAsync("delete from t where name like 'ab%d' or id + 1 = 9")).Result.RowsAffected);
        Assert.Equal(0L, (await lakehouse.RunAsync("delete from t where name like 'abc'")).Result.RowsAffected);
        Assert.Equal(0L, (await lakehouse.RunAsync("delete from t where id > 0 and not id > 0")).Result.RowsAffected);
        Assert.Equal(1L, (await lakehouse.RunAsync("delete from t where name like 'ab%'")).Result.RowsAffected);
    }

    [Fact]
    public async Task A_v3_table_gets_one_vector_a_data_file_that_holds_all_of_its_deletes()
    {
        await using var lakehouse = await TableAsync(3, "merge-on-read");
        await lakehouse.RunAsync("insert into t select i, 'x', null from range(1000) r(i)");
        await lakehouse.RunAsync("insert into t select i, 'y', null from range(1000, 2000) r(i)");
        await lakehouse.RunAsync("delete from t where id % 10 = 0");
        var first = (await PlanAsync(lakehouse)).Tasks.SelectMany(t => t.Deletes).ToArray();
        Assert.Equal(2, first.Length);
        Assert.Single(first.Select(d => d.FilePath).Distinct());
        Assert.All(first, d => Assert.Equal(100, d.RecordCount));

        await lakehouse.RunAsync("delete from t where id < 1000 and id % 10 = 1");
        var tasks = (await PlanAsync(lakehouse)).Tasks;
        Assert.Equal([100L, 200L], tasks.Select(t => Assert.Single(t.Deletes).RecordCount).Order());
        foreach (var task in tasks)
        {
            var vector = task.Deletes[0];
            Assert.Equal(task.File.FilePath, vector.ReferencedDataFile);
            var blob = await lakehouse.Lakehouse.Store.ReadRangeAsync(vector.FilePath, vector.ContentOffset!.Value, (int)vector.ContentSizeInBytes!.Value, CancellationToken.None);
            Assert.Equal(vector.RecordCount, DeletionVector.Decode(blob.Span).Cardinality);
        }
        var summary = (await LoadAsync(lakehouse)).CurrentSnapshot!.Summary;
        Assert.Equal(("1", "1", "200", "100"), (summary["added-dvs"], summary["removed-dvs"], summary["added-position-deletes"], summary["removed-position-deletes"]));
        Assert.Equal(1700L, (await lakehouse.RunAsync("select count(*) from t")).Single);
    }

    [Fact]
    public async Task A_data_file_without_a_row_left_leaves_with_its_deletes()
    {
        foreach (var version in (int[])[2, 3])
        {
            await using var lakehouse = await TableAsync(version, "merge-on-read");
            await lakehouse.RunAsync("insert into t values (1, 'a', null), (2, 'b', null)");
            await lakehouse.RunAsync("insert into t values (3, 'c', null)");
            await lakehouse.RunAsync("update t set name = 'z' where id + 0 = 1");
            await lakehouse.RunAsync("delete from t where id + 0 in (2, 3)");
            Assert.Equal([[1, "z"]], (await lakehouse.RunAsync("select id, name from t")).Rows);
            // v2 keeps the file of (1, 2): that both of its rows are gone stands in two delete files.
            var tasks = (await PlanAsync(lakehouse)).Tasks;
            Assert.Equal(version == 3 ? 1 : 2, tasks.Length);
            Assert.Equal(version == 3 ? 0 : 2, tasks.Sum(t => t.Deletes.Length));
        }
    }

    [Fact]
    public async Task A_v2_table_gets_position_delete_files_of_one_data_file_each_or_of_a_partition()
    {
        await using var lakehouse = await TableAsync(2, "merge-on-read");
        foreach (var granularity in (string[])["file", "partition"])
        {
            await lakehouse.RunAsync($"create or replace table t (id int, name varchar, day date) tblproperties ('format-version' = '2', 'write.delete.mode' = 'merge-on-read', 'write.delete.granularity' = '{granularity}')");
            foreach (var start in (int[])[0, 100]) await lakehouse.RunAsync($"insert into t select i, 'x', null from range({start}, {start + 100}) r(i)");
            await lakehouse.RunAsync("delete from t where id % 10 = 3");
            var tasks = (await PlanAsync(lakehouse)).Tasks;
            var deletes = tasks.Select(t => Assert.Single(t.Deletes)).ToArray();
            Assert.Equal(granularity == "file" ? 2 : 1, deletes.Select(d => d.FilePath).Distinct().Count());
            Assert.Equal(granularity == "file", deletes.All(d => d.ReferencedDataFile is not null && DeleteIndex.ReferencedDataFile(d) == d.ReferencedDataFile));
            Assert.All(deletes, d => Assert.Equal((DataFileContent.PositionDeletes, FileFormat.Parquet), (d.Content, d.Format)));
            Assert.Equal(180L, (await lakehouse.RunAsync("select count(*) from t where id % 10 <> 3")).Single);
        }
    }

    [Fact]
    public async Task Old_position_deletes_of_an_upgraded_table_move_into_the_first_vector()
    {
        await using var lakehouse = await TableAsync(2, "merge-on-read");
        await lakehouse.RunAsync("insert into t select i, 'x', null from range(100) r(i)");
        await lakehouse.RunAsync("delete from t where id % 10 = 3");
        var table = await LoadAsync(lakehouse);
        Assert.IsType<CommitOutcome.Committed>(await lakehouse.Lakehouse.Catalog.CommitAsync(
            new TableCommit(table.Identifier, [], [new Tarn.Iceberg.Commits.TableUpdate.UpgradeFormatVersion(3)]), CancellationToken.None));
        await lakehouse.RunAsync("delete from t where id % 10 = 4");
        var delete = Assert.Single(Assert.Single((await PlanAsync(lakehouse)).Tasks).Deletes);
        Assert.True(delete.IsDeletionVector);
        Assert.Equal(20, delete.RecordCount);
        Assert.Equal("1", (await LoadAsync(lakehouse)).CurrentSnapshot!.Summary["removed-position-delete-files"]);
        Assert.Equal(80L, (await lakehouse.RunAsync("select count(*) from t where id % 10 not in (3, 4)")).Single);
    }

    [Theory]
    [InlineData("copy-on-write")]
    [InlineData("merge-on-read")]
    public async Task Rows_keep_their_identity_and_only_changed_ones_their_age(string mode)
    {
        await using var lakehouse = await TableAsync(3, mode);
        await lakehouse.RunAsync("insert into t select i, 'x', null from range(4) r(i)");
        await lakehouse.RunAsync("update t set name = 'y' where id = 2");
        await lakehouse.RunAsync("merge into t using (values (1), (7)) s(id) on t.id = s.id when matched then update set name = 'z' when not matched then insert (id) values (s.id)");
        await lakehouse.RunAsync("delete from t where id = 0");
        var rows = await LineageAsync(lakehouse);
        Assert.Equal([1L, 2L, 3L, rows[^1].RowId], rows.Select(r => r.RowId));
        Assert.Equal([3L, 2L, 1L, 3L], rows.Select(r => r.Updated));
        Assert.True(rows[^1].RowId > 3);
    }

    [Fact]
    public async Task A_statement_that_fails_leaves_no_file_and_no_snapshot()
    {
        foreach (var mode in (string[])["copy-on-write", "merge-on-read"])
        {
            await using var lakehouse = await TableAsync(3, mode);
            await lakehouse.RunAsync("insert into t values (1, 'a', null), (2, 'b', null)");
            var before = Files(lakehouse);
            await lakehouse.FailAsync("update t set id = null where id = 1");
            await lakehouse.FailAsync("merge into t using (values (1), (1)) s(id) on t.id = s.id when matched then update set name = 'q'");
            await lakehouse.FailAsync("update t set id = error('no') where id = 2");
            Assert.Equal(before, Files(lakehouse));
        }
    }

    [Fact]
    public async Task Parameters_are_counted_as_written_whatever_becomes_of_the_order()
    {
        await using var lakehouse = await TableAsync(2, "copy-on-write");
        await lakehouse.RunAsync("insert into t values (?, ?, null), (2, 'b', null)", 1, "a");
        await lakehouse.RunAsync("update t set name = ? where id = ?", "it's", 1);
        await lakehouse.RunAsync("merge into t using (select $2 as id) s on t.id = s.id when matched then delete when not matched then insert (id, name) values (s.id, $1)", "c", 3);
        Assert.Equal(1L, (await lakehouse.RunAsync("delete from t where id = ?", 2)).Result.RowsAffected);
        Assert.Equal([[1, "it's"], [3, "c"]], (await lakehouse.RunAsync("select id, name from t order by id")).Rows);
        Assert.Equal(EngineErrorKind.InvalidInput, (await lakehouse.FailAsync("delete from t where id = ?")).Kind);
    }

    [Fact]
    public async Task Who_may_only_read_may_not_change_rows()
    {
        await using var lakehouse = await TableAsync(2, "copy-on-write");
        await using var viewer = lakehouse.Lakehouse.OpenSession(new Principal("eve", PrincipalKind.User, ["viewer"]));
        foreach (var sql in (string[])["delete from t", "update t set id = 1", "merge into t using t s on true when matched then delete"])
            Assert.Equal(EngineErrorKind.Forbidden, (await Assert.ThrowsAsync<EngineException>(() => viewer.ExecuteAsync(sql, CancellationToken.None))).Kind);
    }

    static string[] Files(TestLakehouse lakehouse) => [.. Directory.GetFiles(lakehouse.WarehouseFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    static async Task<TestLakehouse> TableAsync(int version, string mode, string partitioning = "")
    {
        var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync(
            $"create table t (id int not null, name varchar, day date) {partitioning} tblproperties ('format-version' = '{version}', 'write.delete.mode' = '{mode}', 'write.update.mode' = '{mode}', 'write.merge.mode' = '{mode}')");
        return lakehouse;
    }

    static Task<Table> LoadAsync(TestLakehouse lakehouse) => lakehouse.Lakehouse.Catalog.LoadTableAsync(new("main", "t"), CancellationToken.None);

    static async Task<ScanPlan> PlanAsync(TestLakehouse lakehouse)
    {
        var table = await LoadAsync(lakehouse);
        return await new IcebergScan(table.Metadata, table.Store).PlanAsync(CancellationToken.None);
    }

    static async Task<List<(int Id, long RowId, long Updated)>> LineageAsync(TestLakehouse lakehouse)
    {
        var table = await LoadAsync(lakehouse);
        using var connection = lakehouse.Lakehouse.Trusted.Connect();
        using var reading = lakehouse.Lakehouse.Trusted.Connect();
        using var scan = await lakehouse.Lakehouse.TrustedScans.BuildAsync(table.Metadata, await PlanAsync(lakehouse), reading, new Engine.Scans.ScanOptions { WithLineage = true }, CancellationToken.None);
        using var result = connection.Query($"select id, _row_id, _last_updated_sequence_number from ({scan.Sql}) order by id", null, CancellationToken.None);
        using var chunk = result.Fetch(CancellationToken.None);
        return [.. Enumerable.Range(0, chunk!.RowCount).Select(r => (chunk.Column(0).Values<int>()[r], chunk.Column(1).Values<long>()[r], chunk.Column(2).Values<long>()[r]))];
    }
}
