using Tarn.Engine.Native;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Schemas;

namespace Tarn.Engine.Tests.Evolution;

public sealed class NameMappingReadTests
{
    /// <summary>A file as an import has it, without field ids: the table's mapping gives it names, and goes on doing so when they change.</summary>
    [Fact]
    public async Task Files_without_field_ids_read_right_after_renames_additions_and_promotions_inside_nested_columns()
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync("create table t (id int, s struct<x: int, y: varchar>, l list<struct<a: int>>, m map<varchar, struct<v: float>>)");
        var table = await lakehouse.Lakehouse.Catalog.LoadTableAsync(new TableIdentifier("main", "t"), CancellationToken.None);
        await lakehouse.RunAsync($"alter table t set tblproperties ('{NameMapping.Property}' = '{NameMapping.Of(table.Schema).ToJson()}')");
        await AppendAsync(lakehouse, table, "SELECT 1::int AS id, {'x': 10, 'y': 'p'} AS s, [{'a': 1}, {'a': 2}] AS l, MAP {'k': {'v': 0.5::float}} AS m");

        foreach (var change in (string[])["rename column s.x to xx", "add column s.z int", "rename column l.element.a to aa", "add column l.element.b int", "rename column m.value.v to vv", "alter column m.value.vv type double",
            "alter column s.xx type bigint", "rename column id to key", "drop column s.y", "add column s.w int", "alter column s.z first"])
            await lakehouse.RunAsync($"alter table t {change}");
        await lakehouse.RunAsync("insert into t values (2, {'z': 1, 'xx': 2, 'w': 3}, [{'aa': 4, 'b': 5}], map {'q': {'vv': 1.25}})");

        var answer = await lakehouse.RunAsync("select * from t order by key");
        var columns = answer.Result.Schema!.Columns;
        Assert.Equal(
            [
                "key=1 s=(z=null,xx=10,w=null) l=[(aa=1,b=null),(aa=2,b=null)] m={k:(vv=0.5)}",
                "key=2 s=(z=1,xx=2,w=3) l=[(aa=4,b=5)] m={q:(vv=1.25)}",
            ],
            answer.Rows.Select(row => string.Join(' ', row.Select((v, i) => $"{columns[i].Name}={ReadText.Of(columns[i].Type, v)}"))));
        Assert.Equal(1, (await lakehouse.RunAsync("select key from t where s.xx = 10")).Single);
    }

    static async Task AppendAsync(TestLakehouse lakehouse, Table table, string rows)
    {
        var path = Path.Combine(lakehouse.WarehouseFolder, "imported.parquet");
        using (var connection = lakehouse.Lakehouse.Trusted.Connect()) _ = connection.Execute($"COPY ({rows}) TO {Identifiers.Literal(path)} (FORMAT parquet)", CancellationToken.None);
        var file = new DataFile { FilePath = $"file://{path}", Format = FileFormat.Parquet, RecordCount = 1, FileSizeInBytes = new FileInfo(path).Length };
        table = await lakehouse.Lakehouse.Catalog.LoadTableAsync(table.Identifier, CancellationToken.None);
        Assert.IsType<CommitOutcome.Committed>(await SnapshotCommit.RunAsync(table, SnapshotChange.Append(file), TimeProvider.System, CancellationToken.None));
    }
}
