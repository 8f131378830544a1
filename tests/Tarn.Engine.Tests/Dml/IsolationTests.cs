using System.Collections.Immutable;
using Tarn.Engine.Sessions;
using Tarn.Engine.Tests.Sessions;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Metadata;
using Tarn.Security.Identity;
using IcebergScan = Tarn.Iceberg.Scans.TableScan;

namespace Tarn.Engine.Tests.Dml;

/// <summary>
/// Every ordered pair of ten operations, at both levels, on the same partition and on different ones. The second is planned first and commits second. The expected answers follow from the
/// reference's rules: an operation conflicts with one before it where a check that it asks for finds what that one did.
/// </summary>
public sealed class IsolationTests
{
    /// <summary>What an operation does to the partition that it works on, whose rows are one data file.</summary>
    [Flags]
    enum Effect
    {
        /// <summary>Adds rows, in an append or overwrite (<c>VALIDATE_ADDED_FILES_OPERATIONS</c>): a compaction's files are not of them.</summary>
        AddsRows = 1,

        /// <summary>Takes the data file out, in an overwrite or replace (<c>VALIDATE_DATA_FILES_EXIST_SKIP_DELETE_OPERATIONS</c>).</summary>
        ReplacesFile = 2,

        /// <summary>Takes the data file out in a delete, which is looked at too where <c>validateDeletedFiles</c> was asked for.</summary>
        DropsFile = 4,

        /// <summary>Adds deletes for rows of the data file (<c>VALIDATE_ADDED_DELETE_FILES_OPERATIONS</c>, <c>VALIDATE_ADDED_DVS_OPERATIONS</c>).</summary>
        MarksRows = 8,
    }

    sealed record Operation(string Name, Effect Effect, Effect Checked, Func<Bench, Session, int, IsolationLevel, Task> RunAsync)
    {
        /// <summary>Whether the operation looks for added rows: at the serializable level alone (<c>validateNoConflictingData</c>).</summary>
        public bool ChecksRows { get; init; } = true;

        public bool Conflicts(Operation before, IsolationLevel level) =>
            (before.Effect & Checked) != 0 || (ChecksRows && level == IsolationLevel.Serializable && before.Effect.HasFlag(Effect.AddsRows));
    }

    const Effect FileOrRows = Effect.ReplacesFile | Effect.DropsFile | Effect.MarksRows;

    static readonly Operation[] Operations =
    [
        // BaseAppendFiles: no validation.
        new("append", Effect.AddsRows, 0, (b, s, p, _) => Bench.SqlAsync(s, $"insert into {b.Table} values ({p}7, 70, {p})")) { ChecksRows = false },
        // BaseOverwriteFiles with a row filter: validateAddedDataFiles, validateNoNewDeleteFiles, validateDeletedDataFiles.
        new("overwrite by filter", Effect.AddsRows | Effect.ReplacesFile, FileOrRows, (b, _, p, level) => b.OverwriteAsync(p, (files, start) =>
            SnapshotChange.OverwriteWhere(Expression.Equal("p", p), files, new ConflictChecks(start, level, Expression.Equal("p", p))))),
        // BaseReplacePartitions: the same three, by partition.
        new("replace partitions", Effect.AddsRows | Effect.ReplacesFile, FileOrRows, (b, _, p, level) => b.OverwriteAsync(p, (files, start) =>
            SnapshotChange.ReplacePartitions(files, new ConflictChecks(start, level, Expression.True)))),
        // StreamingDelete: no validation; the condition is applied to what is there then.
        new("delete files", Effect.DropsFile, 0, (b, s, p, _) => Bench.SqlAsync(s, $"delete from {b.Table} where p = {p}")) { ChecksRows = false },
        // SparkWrite.CopyOnWriteOperation: BaseOverwriteFiles of files: missing files always fail; validateNoNewDeletesForDataFiles; validateAddedDataFiles when serializable.
        new("copy-on-write delete", Effect.AddsRows | Effect.ReplacesFile, FileOrRows, (b, s, p, level) => Bench.SqlAsync(s, $"delete from {b.Table} where p = {p} and v % 10 = 1 {Options("copy-on-write", level)}")),
        new("copy-on-write update", Effect.AddsRows | Effect.ReplacesFile, FileOrRows, (b, s, p, level) => Bench.SqlAsync(s, $"update {b.Table} set v = v + 100 where p = {p} and v % 10 = 2 {Options("copy-on-write", level)}")),
        // SparkPositionDeltaWrite, DELETE: validateDataFilesExist without deletes, validateAddedDVs; validateAddedDataFiles when serializable.
        new("merge-on-read delete", Effect.MarksRows, Effect.ReplacesFile | Effect.MarksRows, (b, s, p, level) => Bench.SqlAsync(s, $"delete from {b.Table} where p = {p} and v % 10 = 3 {Options("merge-on-read", level)}")),
        // UPDATE and MERGE ask for validateDeletedFiles and validateNoConflictingDeleteFiles besides.
        new("merge-on-read update", Effect.AddsRows | Effect.MarksRows, FileOrRows, (b, s, p, level) => Bench.SqlAsync(s, $"update {b.Table} set v = v + 200 where p = {p} and v % 10 = 4 {Options("merge-on-read", level)}")),
        new("merge", Effect.AddsRows | Effect.MarksRows, FileOrRows, (b, s, p, level) => Bench.SqlAsync(
            s, $"merge into {b.Table} t using (values ({p}5), ({p}9)) s(id) on t.p = {p} and t.id = s.id when matched then update set v = v + 300 when not matched then insert values (s.id, 5, {p}) {Options("merge-on-read", level)}")),
        // BaseRewriteFiles: missing files fail, validateNoNewDeletesForDataFiles.
        new("compaction", Effect.ReplacesFile, FileOrRows, (b, _, p, _) => b.CompactAsync(p)) { ChecksRows = false },
    ];

    public static TheoryData<string> Names() => [.. Operations.Select(o => o.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_another_writer_did_is_a_conflict_where_the_reference_says_so_and_only_there(string second)
    {
        await using var bench = await Bench.CreateAsync();
        var wrong = new List<string>();
        foreach (var first in Operations)
            foreach (var level in (IsolationLevel[])[IsolationLevel.Serializable, IsolationLevel.Snapshot])
                foreach (var other in (int[])[1, 2])
                {
                    var operation = Operations.Single(o => o.Name == second);
                    var expected = other == 1 && operation.Conflicts(first, level);
                    if (await bench.ProblemAsync(first, operation, level, other, expected) is { } problem)
                        wrong.Add($"{first.Name} of partition {other}, then {second} of partition 1, {level}: {problem}");
                }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    static string Options(string mode, IsolationLevel level) => $"options ('mode' = '{mode}', 'isolation-level' = '{level.ToString().ToLowerInvariant()}')";

    /// <summary>A table of two partitions with a data file each, under a new name for each pair.</summary>
    sealed class Bench : IAsyncDisposable
    {
        readonly TestLakehouse _lakehouse = new();
        Session _once = null!;
        Session _other = null!;
        string _metadata = "";
        int _tables;

        public string Table => $"t{_tables}";

        public static async Task<Bench> CreateAsync()
        {
            var bench = new Bench();
            var lakehouse = bench._lakehouse;
            bench._once = lakehouse.Lakehouse.OpenSession(Principal.Local("second"), new SessionOptions { MaxReplans = 0 });
            bench._other = lakehouse.Lakehouse.OpenSession(Principal.Local("first"), new SessionOptions { MaxReplans = 0 });
            await lakehouse.RunAsync("create namespace main");
            await lakehouse.RunAsync("create table t (id int, v int, p int) partitioned by (p) tblproperties ('format-version' = '3')");
            await lakehouse.RunAsync("insert into t select 10 * p + i, i, p from range(1, 6) a(i), range(1, 3) b(p)");
            bench._metadata = (await lakehouse.Catalog.LoadTableAsync(new("main", "t"), CancellationToken.None)).MetadataLocation;
            return bench;
        }

        /// <summary>What is not as expected: whether the second commits, and that the table then holds what both did, one after the other.</summary>
        public async Task<string?> ProblemAsync(Operation first, Operation second, IsolationLevel level, int other, bool conflicts)
        {
            var serial = conflicts ? "" : await SerialAsync(first, second, level, other);
            await NextAsync();
            _lakehouse.Catalog.BeforeCommit = () => first.RunAsync(this, _other, other, level);
            var happened = true;
            try
            {
                await second.RunAsync(this, _once, 1, level);
            }
            catch (EngineException e) when (e.Kind == EngineErrorKind.Conflict)
            {
                happened = false;
            }
            if (happened == conflicts) return happened ? "no conflict, and one was expected" : "a conflict, and none was expected";
            if (conflicts) return null;
            var rows = await RowsAsync();
            // At the snapshot level rows that came meanwhile are not seen by the condition of the second: it did not read them.
            return level == IsolationLevel.Snapshot || rows == serial ? null : $"{rows}\n instead of {serial}";
        }

        async Task<string> SerialAsync(Operation first, Operation second, IsolationLevel level, int other)
        {
            await NextAsync();
            await first.RunAsync(this, _other, other, level);
            await second.RunAsync(this, _once, 1, level);
            return await RowsAsync();
        }

        public static Task<TestLakehouse.Answer> SqlAsync(Session session, string sql) => TestLakehouse.RunAsync(session, sql);

        public async Task OverwriteAsync(int partition, Func<ImmutableArray<Iceberg.Manifests.DataFile>, long?, SnapshotChange> change)
        {
            var table = await LoadAsync();
            using var connection = _lakehouse.Lakehouse.Trusted.Connect();
            await using var written = await new DataWriter(table.Store, _lakehouse.WarehouseFolder).WriteAsync(
                connection, new WriteRequest(table.Metadata, $"select {partition}6 as id, 60 as v, {partition} as p"), CancellationToken.None);
            _ = await WriteCommit.RunAsync(table, change(written.Files, table.Metadata.CurrentSnapshotId), TimeProvider.System, [written], CancellationToken.None);
        }

        public async Task CompactAsync(int partition)
        {
            var table = await LoadAsync();
            var plan = await new IcebergScan(table.Metadata, table.Store) { Filter = Expression.Equal("p", partition) }.PlanAsync(CancellationToken.None);
            using var connection = _lakehouse.Lakehouse.Trusted.Connect();
            using var reading = _lakehouse.Lakehouse.Trusted.Connect();
            using var scan = await _lakehouse.Lakehouse.TrustedScans.BuildAsync(table.Metadata, plan, reading, new Engine.Scans.ScanOptions { WithLineage = true }, CancellationToken.None);
            await using var written = await new DataWriter(table.Store, _lakehouse.WarehouseFolder).WriteAsync(connection, new WriteRequest(table.Metadata, scan.Sql), CancellationToken.None);
            var checks = new ConflictChecks(table.Metadata.CurrentSnapshotId, IsolationLevel.Snapshot, Expression.True);
            var change = SnapshotChange.Overwrite(plan.Tasks.Select(t => t.File), written.Files, checks) with { Operation = SnapshotOperation.Replace };
            _ = await WriteCommit.RunAsync(table, change, TimeProvider.System, [written], CancellationToken.None);
        }

        async Task NextAsync()
        {
            _tables++;
            _ = await _lakehouse.Catalog.RegisterTableAsync(new("main", Table), _metadata, overwrite: false, CancellationToken.None);
        }

        Task<Table> LoadAsync() => _lakehouse.Catalog.LoadTableAsync(new("main", Table), CancellationToken.None);

        async Task<string> RowsAsync() => string.Join(' ', (await _lakehouse.RunAsync($"select id, v, p from {Table} order by all")).Rows.Select(r => string.Join(',', r)));

        public async ValueTask DisposeAsync()
        {
            await _once.DisposeAsync();
            await _other.DisposeAsync();
            await _lakehouse.DisposeAsync();
        }
    }
}
