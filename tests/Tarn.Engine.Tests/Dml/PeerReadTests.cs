using System.Text.Json;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Dml;

/// <summary>Tables whose rows DELETE, UPDATE and MERGE changed, read by others: in format versions 2 and 3, by copy-on-write and by merge-on-read.</summary>
public sealed class PeerReadTests : IAsyncDisposable
{
    static readonly (string Name, int Version, string Mode, string Granularity)[] Tables =
    [
        ("v2_cow", 2, "copy-on-write", "file"), ("v2_mor", 2, "merge-on-read", "file"), ("v2_part", 2, "merge-on-read", "partition"),
        ("v3_cow", 3, "copy-on-write", "file"), ("v3_mor", 3, "merge-on-read", "file"),
    ];

    readonly TestLakehouse _lakehouse = new();
    readonly TemporaryFolder _folder = new();

    [SharedFact(PythonPeer.Needs)]
    public async Task PyIceberg_reads_the_rows_that_Tarn_does()
    {
        foreach (var (name, version, mode, granularity) in Tables)
        {
            await ChangeAsync(name, version, mode, granularity);
            var output = await PythonPeer.RunAsync("""
                import sys
                from pyiceberg.table import StaticTable
                rows = StaticTable.from_metadata(sys.argv[1]).scan().to_arrow().to_pylist()
                for row in sorted(rows, key=lambda r: r['id']):
                    print(row['id'], row['name'], row['part'])
                """, (await LoadAsync(name)).MetadataLocation);
            Assert.Equal(await RowsAsync(name), output.Trim().Split('\n'));
        }
    }

    [SharedFact(SparkPeer.Needs)]
    public async Task Spark_reads_the_rows_that_Tarn_does_with_their_identity()
    {
        var warehouse = _folder.File("spark");
        foreach (var (name, version, mode, granularity) in Tables)
        {
            await ChangeAsync(name, version, mode, granularity);
            SparkPeer.Register(warehouse, name, new Uri((await LoadAsync(name)).MetadataLocation).LocalPath);
        }
        var answers = await SparkPeer.RunAsync(warehouse, string.Join(";\n", Tables.Select(t =>
            $"select id, name, part{(t.Version == 3 ? ", _row_id, _last_updated_sequence_number" : "")} from local.db.{t.Name} order by id")));
        for (var i = 0; i < Tables.Length; i++)
        {
            Assert.Equal(await RowsAsync(Tables[i].Name), answers[i].Rows.Select(r => $"{r.GetProperty("id").GetInt64()} {Text(r, "name")} {Text(r, "part")}"));
            if (Tables[i].Version == 3)
                Assert.Equal(await LineageAsync(Tables[i].Name), answers[i].Rows.Select(r => $"{r.GetProperty("_row_id").GetInt64()} {r.GetProperty("_last_updated_sequence_number").GetInt64()}"));
        }
    }

    async Task ChangeAsync(string name, int version, string mode, string granularity)
    {
        await _lakehouse.RunAsync("create namespace if not exists main");
        await _lakehouse.RunAsync(
            $"create table {name} (id bigint not null, name varchar, part varchar) partitioned by (part) tblproperties ('format-version' = '{version}', 'write.delete.mode' = '{mode}', 'write.update.mode' = '{mode}', 'write.merge.mode' = '{mode}', 'write.delete.granularity' = '{granularity}')");
        await _lakehouse.RunAsync($"insert into {name} select i, 'n' || i, ['a', 'b', 'é 1/2', null][1 + i % 4] from range(400) r(i)");
        await _lakehouse.RunAsync($"insert into {name} select i, 'm' || i, 'a' from range(400, 500) r(i)");
        await _lakehouse.RunAsync($"delete from {name} where id % 7 = 0");
        await _lakehouse.RunAsync($"update {name} set name = upper(name), part = case when id % 2 = 0 then 'a' else part end where id % 5 = 1");
        await _lakehouse.RunAsync($"merge into {name} t using (select i as id, 's' || i as name from range(0, 1000, 9) r(i)) s on t.id = s.id when matched and s.id % 2 = 0 then delete when matched then update set name = s.name when not matched then insert (id, name) values (s.id, s.name)");
        await _lakehouse.RunAsync($"delete from {name} where part = 'b'");
        await _lakehouse.RunAsync($"delete from {name} where id < 20");
    }

    Task<Table> LoadAsync(string name) => _lakehouse.Lakehouse.Catalog.LoadTableAsync(new("main", name), CancellationToken.None);

    async Task<IEnumerable<string>> RowsAsync(string name) =>
        (await _lakehouse.RunAsync($"select id, name, part from {name} order by id")).Rows.Select(r => $"{r[0]} {r[1] ?? "None"} {r[2] ?? "None"}");

    async Task<IEnumerable<string>> LineageAsync(string name)
    {
        var table = await LoadAsync(name);
        var plan = await new Iceberg.Scans.TableScan(table.Metadata, table.Store).PlanAsync(CancellationToken.None);
        using var connection = _lakehouse.Lakehouse.Trusted.Connect();
        using var reading = _lakehouse.Lakehouse.Trusted.Connect();
        using var scan = await _lakehouse.Lakehouse.TrustedScans.BuildAsync(table.Metadata, plan, reading, new Engine.Scans.ScanOptions { WithLineage = true }, CancellationToken.None);
        var text = connection.Scalar($"select string_agg(_row_id || ' ' || _last_updated_sequence_number, ',' order by id) from ({scan.Sql})", null, CancellationToken.None);
        return text!.Split(',');
    }

    static string Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "None";

    public async ValueTask DisposeAsync()
    {
        await _lakehouse.DisposeAsync();
        _folder.Dispose();
    }
}
