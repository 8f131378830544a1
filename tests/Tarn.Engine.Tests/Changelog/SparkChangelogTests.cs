using System.Text;
using Tarn.Engine.Tests.MetadataTables;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Changelog;

/// <summary>Changes beside Spark's over the same table, raw and as views. Spark's changelog takes no delete files, so that the table is copy-on-write.</summary>
[Trait("Duration", "slow")]
public sealed class SparkChangelogTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedFact(SparkPeer.Needs)]
    public async Task They_have_the_columns_and_rows_that_Spark_shows()
    {
        await using var lakehouse = new TestLakehouse();
        await WriteAsync(lakehouse);
        var table = await lakehouse.Catalog.LoadTableAsync(new TableIdentifier("db", "t"), CancellationToken.None);
        SparkPeer.Register(_folder.Path, "t", Location.Parse(table.MetadataLocation).LocalPath);
        var snapshots = table.Metadata.AncestorsOf(table.Metadata.CurrentSnapshotId!.Value).AsEnumerable().Reverse().ToList();
        string Views(string options) => $"""
            call local.system.create_changelog_view(table => 'db.t', changelog_view => 'plain', options => {options});
            select * from plain;
            call local.system.create_changelog_view(table => 'db.t', changelog_view => 'net', options => {options}, net_changes => true);
            select * from net;
            call local.system.create_changelog_view(table => 'db.t', changelog_view => 'updates', options => {options}, identifier_columns => array('id'));
            select * from updates;

            """;
        var statements = $"""
            select * from local.db.t.changes;
            select * from local.db.t.changes with ('start-snapshot-id' = '{snapshots[1].SnapshotId}');
            select * from local.db.t.changes with ('start-snapshot-id' = '{snapshots[1].SnapshotId}', 'end-snapshot-id' = '{snapshots[4].SnapshotId}');
            select * from local.db.t.changes with ('start-timestamp' = '{snapshots[2].TimestampMs}');
            select * from local.db.t.changes with ('start-timestamp' = '{snapshots[2].TimestampMs - 1}', 'end-timestamp' = '{snapshots[3].TimestampMs}');
            select * from local.db.t.changes with ('start-timestamp' = '{snapshots[^1].TimestampMs + 1}');

            """ + Views("map()") + Views($"map('start-snapshot-id', '{snapshots[0].SnapshotId}', 'end-snapshot-id', '{snapshots[5].SnapshotId}')")
            + "call local.system.create_changelog_view(table => 'db.t', options => map(), identifier_columns => array('id', 'kind'), compute_updates => false); select * from t_changes where _change_type <> 'INSERT'";
        var spark = await SparkPeer.RunAsync(_folder.Path, statements, "spark.sql.shuffle.partitions=1");
        var differences = new StringBuilder();
        foreach (var answer in spark)
        {
            var sql = answer.Sql.Replace("local.system", "tarn.system", StringComparison.Ordinal).Replace("local.", "", StringComparison.Ordinal);
            var (types, rows) = await SparkRows.ReadAsync(lakehouse.Session, sql);
            if (sql.StartsWith("call", StringComparison.Ordinal)) continue;
            var wantedTypes = string.Join(", ", answer.Columns.Select(c => $"{c.Name} {c.Type}"));
            if (types != wantedTypes) differences.AppendLine($"{sql}: columns\n  {types}\n  {wantedTypes}");
            var wanted = answer.Rows.Select(r => SparkRows.Text(r)).Order(StringComparer.Ordinal).ToList();
            if (!wanted.SequenceEqual(rows)) differences.AppendLine($"{sql}: {rows.Count} rows for {wanted.Count}\n  ours  {rows.Except(wanted).FirstOrDefault()}\n  Spark {wanted.Except(rows).FirstOrDefault()}");
        }
        Assert.Equal(13, spark.Count(a => a.Sql.StartsWith("select", StringComparison.Ordinal) && a.Columns.Count > 3));
        Assert.True(differences.Length == 0, differences.ToString());
    }

    static async Task WriteAsync(TestLakehouse lakehouse)
    {
        foreach (var sql in (string[])
            [
                "CREATE NAMESPACE db", "CREATE TABLE db.t (id INTEGER, kind VARCHAR, x DOUBLE) PARTITIONED BY (kind)",
                "INSERT INTO db.t SELECT n, CASE WHEN n % 4 > 0 THEN 'k' || (n % 4) END, n / 3 FROM range(20) AS r(n)",
                "DELETE FROM db.t WHERE id IN (1, 6, 7)",
                "UPDATE db.t SET x = -1 WHERE id IN (2, 9, 10)",
                "UPDATE db.t SET kind = 'moved' WHERE id IN (3, 4)",
                "INSERT INTO db.t VALUES (1, 'k1', 0.3333333333333333), (7, 'other', NULL), (100, 'twice', 1), (100, 'twice', 1)",
                "ALTER TABLE db.t ADD COLUMN note VARCHAR",
                "MERGE INTO db.t USING (VALUES (2, 'two'), (200, 'new')) s(id, note) ON t.id = s.id WHEN MATCHED THEN UPDATE SET note = s.note WHEN NOT MATCHED THEN INSERT (id, note) VALUES (s.id, s.note)",
                "DELETE FROM db.t WHERE kind = 'k3'", "INSERT OVERWRITE db.t SELECT id, kind, x, note FROM db.t WHERE kind = 'k1' AND id < 15",
            ]) await lakehouse.RunAsync(sql);
    }
}
