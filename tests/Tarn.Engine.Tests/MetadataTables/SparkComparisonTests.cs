using System.Text;
using Tarn.Engine.Tests.Sessions;
using Tarn.Testing;

namespace Tarn.Engine.Tests.MetadataTables;

/// <summary>Metadata tables beside Spark's over the same table: names, types and rows.</summary>
[Trait("Duration", "slow")]
public sealed class SparkComparisonTests : IDisposable
{
    static readonly string[] Names =
    [
        "history", "snapshots", "refs", "metadata_log_entries", "manifests", "all_manifests", "files", "data_files", "delete_files", "all_files", "all_data_files", "all_delete_files",
        "entries", "all_entries", "partitions", "position_deletes",
    ];

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedFact(SparkPeer.Needs)]
    public async Task They_have_the_columns_and_rows_that_Spark_shows()
    {
        string[] tables = ["t2", "plain2", "t3", "plain3"];
        var selects = string.Concat(from table in tables from name in Names select $";select * from local.db.{table}.{name}");
        var spark = await SparkPeer.RunAsync(_folder.Path, Setup(2) + Setup(3) + selects[1..]);
        await using var lakehouse = new TestLakehouse(o => o with { AllowedFolders = [_folder.Path] });
        await lakehouse.RunAsync("CREATE NAMESPACE db");
        foreach (var table in tables)
            await lakehouse.RunAsync($"CALL tarn.system.register_table(table => 'db.{table}', metadata_file => '{Newest(table)}')");
        var differences = new StringBuilder();
        foreach (var answer in spark.Where(a => a.Sql.StartsWith("select", StringComparison.Ordinal)))
        {
            var sql = answer.Sql.Replace("local.", "", StringComparison.Ordinal);
            var (types, rows) = await SparkRows.ReadAsync(lakehouse.Session, sql);
            var wantedTypes = string.Join(", ", answer.Columns.Select(c => $"{c.Name} {c.Type}"));
            if (types != wantedTypes) differences.AppendLine($"{sql}: columns\n  {types}\n  {wantedTypes}");
            var wanted = answer.Rows.Select(r => SparkRows.Text(r)).Order(StringComparer.Ordinal).ToList();
            if (!wanted.SequenceEqual(rows)) differences.AppendLine($"{sql}: {rows.Count} rows for {wanted.Count}\n  ours  {rows.Except(wanted).FirstOrDefault()}\n  Spark {wanted.Except(rows).FirstOrDefault()}");
        }
        Assert.Equal(Names.Length * tables.Length, spark.Count(a => a.Sql.StartsWith("select", StringComparison.Ordinal)));
        Assert.True(differences.Length == 0, differences.ToString());
    }

    static string Setup(int version) => $"""
            create table local.db.t (id bigint, d date, name string, x double, price decimal(20,4), st struct<a:int,b:string>, tags array<string>) using iceberg partitioned by (d, bucket(4, id))
              tblproperties ('format-version'='{version}', 'write.delete.mode'='merge-on-read', 'write.update.mode'='merge-on-read');
            insert into local.db.t values (1, date'2024-01-01', 'a', 1.5, 1.25, named_struct('a', 1, 'b', 'x'), array('p', null)), (2, date'2024-01-01', 'b', double('NaN'), -2.5, null, array());
            insert into local.db.t values (3, null, null, null, null, null, null), (4, date'1969-12-31', 'zz', -0.0, 0, named_struct('a', null, 'b', 'y'), array('q'));
            delete from local.db.t where id = 2;
            alter table local.db.t create tag before_evolution;
            alter table local.db.t add partition field truncate(2, name);
            insert into local.db.t values (5, date'2024-01-02', 'hello', 2, 3, null, null), (6, date'2024-01-02', 'help', 2, 3, null, null);
            alter table local.db.t rename column name to label;
            alter table local.db.t create branch audit;
            update local.db.t set x = 9 where id = 5;
            create table local.db.plain (id int, name string) using iceberg tblproperties ('format-version'='{version}');
            insert into local.db.plain values (1, 'x'), (2, 'y');
            delete from local.db.plain where id = 1
            ;
            """.Replace("db.t ", $"db.t{version} ", StringComparison.Ordinal).Replace("db.plain ", $"db.plain{version} ", StringComparison.Ordinal);

    string Newest(string table) => Directory.EnumerateFiles(Path.Combine(_folder.Path, "db", table, "metadata"), "v*.metadata.json")
        .OrderBy(f => int.Parse(Path.GetFileName(f)[1..^".metadata.json".Length])).Last();
}
