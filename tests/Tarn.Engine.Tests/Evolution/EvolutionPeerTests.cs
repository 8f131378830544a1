using System.Text.Json.Nodes;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Evolution;

/// <summary>One table that goes through every kind of evolution, in format version 2 and upgraded to 3: after each, PyIceberg and Spark read the rows that we do.</summary>
public sealed class EvolutionPeerTests
{
    const string ReadByPyIceberg = """
        import sys, json
        from pyiceberg.table import StaticTable
        def plain(value):
            if isinstance(value, dict): return {k: plain(v) for k, v in value.items()}
            if isinstance(value, list): return [{'key': i[0], 'value': plain(i[1])} if isinstance(i, tuple) else plain(i) for i in value]
            return value if value is None or isinstance(value, (int, float)) else str(value)
        for path in sys.argv[1:]:
            rows = StaticTable.from_metadata(path).scan().to_arrow().to_pylist()
            print(json.dumps([plain(row) for row in sorted(rows, key=lambda row: row['id'])]))
        """;

    static readonly (string Name, string[] Statements)[] Stages =
    [
        ("start",
        [
            "create table t (id int not null, name varchar, n int, f float, d decimal(6,2), day date, s struct<x: int, y: float>, l list<struct<a: int>>, m map<varchar, struct<v: int>>)",
            "insert into t values (1, 'one', 1, 0.5, 1.25, date '2024-01-01', {'x': 1, 'y': 0.5}, [{'a': 1}], map {'k': {'v': 1}}), (2, null, null, null, null, null, null, null, null)",
        ]),
        ("added columns",
        [
            "alter table t add columns (extra varchar after name, s.z int first, l.element.b varchar, m.value.w int)",
            "insert into t by name select 3 as id, 'x' as extra, {'z': 3, 'x': 3, 'y': 3.5} as s, [{'a': 3, 'b': 'b'}] as l, map {'k': {'v': 3, 'w': 33}} as m",
        ]),
        ("renamed columns",
        [
            "alter table t rename column extra to more", "alter table t rename column s.x to east", "alter table t rename column l.element.a to aa", "alter table t rename column m.value.v to vv",
            "insert into t by name select 4 as id, 'y' as more, {'z': 4, 'east': 4, 'y': 4.5} as s, [{'aa': 4, 'b': 'c'}] as l, map {'k': {'vv': 4, 'w': 44}} as m",
        ]),
        ("promoted types",
        [
            "alter table t alter column n type bigint", "alter table t alter column f type double", "alter table t alter column d type decimal(12,2)", "alter table t alter column s.east type bigint",
            "alter table t alter column l.element.aa type bigint", "alter table t alter column m.value.vv type bigint",
            "insert into t by name select 5 as id, 5000000000 as n, 5.25 as f, 123456789.25 as d, {'z': 5, 'east': 5000000000, 'y': 5.5} as s",
        ]),
        ("dropped, added again and moved columns",
        [
            "alter table t drop column s.z", "alter table t add column s.z int", "alter table t drop column more", "alter table t add column more int", "alter table t alter column day first", "alter table t alter column s.y first",
            "insert into t by name select 6 as id, 6 as more, {'y': 6.5, 'east': 6, 'z': 6} as s",
        ]),
        ("other partitions",
        [
            "alter table t add partition field bucket(4, id)", "alter table t add partition field day(day) as d_day", "insert into t by name select 7 as id, date '2024-02-02' as day",
            "alter table t replace partition field d_day with month(day)", "insert into t by name select 8 as id, date '2024-03-03' as day", "alter table t drop partition field bucket(4, id)", "insert into t by name select 9 as id",
        ]),
        ("another order and properties",
        [
            "alter table t write ordered by id desc", "alter table t set tblproperties ('write.parquet.compression-codec' = 'snappy')", "insert into t by name select 10 as id", "delete from t where id = 9",
        ]),
        ("a branch that became main",
        [
            "alter table t create branch audit", "insert into t.branch_audit by name select 11 as id", "call tarn.system.fast_forward('t', 'main', 'audit')", "alter table t drop branch audit",
        ]),
        ("format version 3",
        [
            "alter table t set tblproperties ('format-version' = '3')", "insert into t by name select 12 as id, 'twelve' as name", "delete from t where id = 11",
        ]),
        ("defaults",
        [
            "alter table t add column tag varchar default 'old'", "alter table t add column s.t int default 7", "alter table t alter column tag set default 'new'",
            "insert into t by name select 13 as id, {'y': 1, 'east': 1, 'z': 1, 't': 1} as s",
        ]),
        ("a rewritten column",
        [
            "alter table t alter column f type decimal(8,2) rewrite", "alter table t alter column name drop not null", "insert into t by name select 14 as id, 14.75 as f",
        ]),
    ];

    [SharedFact(SparkPeer.Needs)]
    public async Task PyIceberg_and_Spark_read_the_rows_that_we_do_after_every_kind_of_evolution()
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        var (files, wanted) = (new List<string>(), new List<string>());
        foreach (var (name, statements) in Stages)
        {
            foreach (var statement in statements) await lakehouse.RunAsync(statement);
            files.Add((await lakehouse.Lakehouse.Catalog.LoadTableAsync(new TableIdentifier("main", "t"), CancellationToken.None)).MetadataLocation);
            wanted.Add($"{name}\n{await OwnRowsAsync(lakehouse)}");
        }
        var spark = ReadBySparkAsync(files);
        var python = (await PythonPeer.RunAsync(ReadByPyIceberg, [.. files])).Trim().Split('\n').Select(line => JsonNode.Parse(line)!.AsArray().Select(row => row!.AsObject()));
        // PyIceberg's own projection of lists and maps makes empty ones of those that are null, whoever wrote the file.
        Same([.. wanted.Select(text => text.Replace(" l=null", " l=[]", StringComparison.Ordinal).Replace(" m=null", " m=[]", StringComparison.Ordinal))], Text(python), "PyIceberg");
        Same(wanted, Text(await spark), "Spark");
    }

    /// <summary>Spark's catalog of folders registers a metadata file by writing a copy of it into its own warehouse; the data files stay where they are.</summary>
    static async Task<IEnumerable<IEnumerable<JsonObject>>> ReadBySparkAsync(IReadOnlyList<string> files)
    {
        using var warehouse = new TemporaryFolder();
        var statements = files.Select((file, i) => $"call local.system.register_table(table => 'db.t{i}', metadata_file => '{file}'); select * from local.db.t{i} order by id");
        var answers = await SparkPeer.RunAsync(warehouse.Path, $"create namespace db; {string.Join("; ", statements)}");
        return answers.Where(a => a.Sql.StartsWith("select", StringComparison.Ordinal)).Select(a => a.Rows.Select(r => JsonObject.Create(r)!));
    }

    static void Same(List<string> wanted, IEnumerable<string> read, string peer)
    {
        var problems = wanted.Zip(read).Where(p => p.First != p.Second).Select(p => $"{p.First}\nis by {peer}\n{p.Second}").ToList();
        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
        Assert.Equal(wanted.Count, read.Count());
    }

    static IEnumerable<string> Text(IEnumerable<IEnumerable<JsonObject>> tables) =>
        tables.Zip(Stages, (rows, stage) => $"{stage.Name}\n{string.Join('\n', rows.Select(PeerText.Row))}");

    static async Task<string> OwnRowsAsync(TestLakehouse lakehouse)
    {
        var answer = await lakehouse.RunAsync("select * from t order by id");
        var columns = answer.Result.Schema!.Columns;
        return string.Join('\n', answer.Rows.Select(row => string.Join(' ', row.Select((v, i) => $"{columns[i].Name}={ReadText.Of(columns[i].Type, v)}"))));
    }
}
