using System.Collections.Immutable;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Views;

namespace Tarn.Engine.Tests.Sessions;

/// <summary>Views that another engine made: what means the same here is read, and what may mean something else is not.</summary>
public sealed class ForeignViewTests : IAsyncLifetime
{
    readonly TestLakehouse _lakehouse = new();

    public async Task InitializeAsync()
    {
        await _lakehouse.RunAsync("create namespace main");
        await _lakehouse.RunAsync("create table t (id bigint, n int, name varchar, price decimal(10,2), ts timestamptz, arr int[], s struct(f int), d date, `odd name` int)".Replace('`', '"'));
        await _lakehouse.RunAsync("insert into t values (1, 10, 'Ana', 2.50, '2024-03-01 10:00:00+00', [7, 8, 9], {'f': 3}, '2024-03-01', 5), (2, NULL, NULL, 4.00, '2024-04-02 11:30:00+00', [1], {'f': 4}, '2024-04-02', 6), (3, 30, 'Bo', NULL, NULL, NULL, NULL, NULL, NULL)");
    }

    public Task DisposeAsync() => _lakehouse.DisposeAsync().AsTask();

    [Theory]
    [InlineData("spark", "select id, `name` from `main`.`t` where id in (1, 3) -- it's `here`", "long string", "1 Ana|3 Bo")]
    [InlineData("spark", "select `odd name` + 1 as id, '`' as b from t where id = 1", "long string", "6 `")]
    [InlineData("SPARK", "select count(*), sum(n) from tarn.main.t group by n is null having count(*) > 1", "long long", "2 40")]
    [InlineData("spark", "with a as (select * from t), b as (select id as i from t) select a.id, coalesce(n, 0) from a join b on a.id = b.i where exists (select 1 from t where n > 5)", "long int", "1 10|2 0|3 30")]
    [InlineData("spark", "select id, price / 4 from t where price is not null", "long decimal(16,6)", "1 0.625000|2 1.000000")]
    [InlineData("spark", "select id, n / nullif(n, 0) from t where n > 1", "long double", "1 1.0|3 1.0")]
    [InlineData("spark", "select id, n % 3 from t where not (n is null)", "long int", "1 1|3 0")]
    [InlineData("spark", "select id, case when name like 'A%' then upper(name) else 'none' end from t", "long string", "1 ANA|2 none|3 none")]
    [InlineData("spark", "select id, s.f from t where d = date '2024-03-01' and d < cast('2024-03-02' as date)", "long int", "1 3")]
    [InlineData("spark", "select id, year(d) from t where d between date'2024-02-01' and date'2024-03-31' + interval '1' month", "long int", "1 2024|2 2024")]
    [InlineData("spark", "select id, row_number() over (order by n desc nulls last) from t", "long int", "1 2|2 3|3 1")]
    [InlineData("spark", "select id, substring(name, 1, 2) from t where true union all select 9, 'x'", "long string", "1 An|2 NULL|3 Bo|9 x")]
    [InlineData("spark", "select id, date_trunc('month', ts) from t where id = 2", "long timestamptz", "2 2024-04-01 00:00:00+00")]
    [InlineData("spark", "select id, greatest(n, 20) from t order by n", "long int", "1 20|2 20|3 30")]
    [InlineData("spark", "select if(n > 5, id, 0), name || '!' from t where id = 1", "long string", "1 Ana!")]
    [InlineData("trino", "select \"id\", \"odd name\" from t order by n desc limit 1", "long int", "3 NULL")]
    [InlineData("trino", "select id, cast('2024-01-01 00:00:00' as timestamp) from t where name <> '\\'", "long timestamp", "1 2024-01-01 00:00:00|3 2024-01-01 00:00:00")]
    [InlineData("flink", "select id, name from t where id < 2", "long string", "1 Ana")]
    [InlineData("duckdb", "select arr[1] as a, concat(name, 'x') from t where id = 1", "int string", "7 Anax")]
    public async Task What_is_common_ground_is_read(string dialect, string sql, string types, string rows)
    {
        await CreateAsync(types, (dialect, sql));
        var answer = await _lakehouse.RunAsync("select * from v order by 1");
        Assert.Equal(types.Split(' '), answer.Result.Schema!.Columns.Select(c => ColumnTypes.Of(c.Type, new ColumnIds())!.ToString()!.Replace(", ", ",", StringComparison.Ordinal)));
        Assert.Equal(rows, string.Join('|', (await _lakehouse.RunAsync($"select {string.Join(" || ' ' || ", types.Split(' ').Select((_, i) => $"coalesce(c{i}::varchar, 'NULL')"))} from v order by c0")).Rows.Select(r => r[0])));
    }

    [Theory]
    [InlineData("spark", "select arr[1] from t", "a subscript")]
    [InlineData("spark", "select \"name\" from t where id = 1", "double quotes")]
    [InlineData("spark", "select concat(name, 'x') from t", "the function concat")]
    [InlineData("spark", "select log(n) from t", "the function log")]
    [InlineData("spark", "select dayofweek(d) from t", "the function dayofweek")]
    [InlineData("spark", "select regexp_replace(name, 'a', 'b') from t", "the function regexp_replace")]
    [InlineData("spark", "select cast(price as int) from t", "CAST to INTEGER")]
    [InlineData("spark", "select cast(ts as string) from t", "CAST to VARCHAR")]
    [InlineData("spark", "select timestamp '2024-01-01 00:00:00' from t", "CAST to TIMESTAMP")]
    [InlineData("spark", "select n / id from t", "this use of /")]
    [InlineData("spark", "select n % 0 from t", "this use of %")]
    [InlineData("spark", "select n ^ 2 from t", "this use of ^")]
    [InlineData("spark", "select name like 'a\\_b' from t", "a backslash")]
    [InlineData("spark", "select name like name from t", "this use of ~~")]
    [InlineData("spark", "select x'1a' from t", "a text with a prefix")]
    [InlineData("spark", "select id from t order by n limit 1", "ORDER BY without NULLS")]
    [InlineData("spark", "select id from (select id, rank() over (partition by name order by n) as r from t) where r = 1", "ORDER BY without NULLS")]
    [InlineData("spark", "select id from t where exists (select 1 from t where id in (select arr[0] from t))", "a subscript")]
    [InlineData("spark", "with a as (select arr[0] as x from t) select x from a", "a subscript")]
    [InlineData("spark", "select id from t group by id having max(arr[0]) > 1", "a subscript")]
    [InlineData("spark", "select id from t join (select 1 as x) on x = arr[0]", "a subscript")]
    [InlineData("spark", "select sum(id) filter (where arr[0] = 1) from t", "a subscript")]
    [InlineData("spark", "select case id when arr[0] then 1 end from t", "a subscript")]
    [InlineData("spark", "select id from t union select arr[0] from t", "a subscript")]
    [InlineData("spark", "select id from t where arr[0] = 1 order by 1", "a subscript")]
    [InlineData("spark", "select col1 from (values (1), (2))", "VALUES in FROM")]
    [InlineData("spark", "select range from range(3)", "a table function")]
    [InlineData("spark", "select id from t tablesample (10 percent)", "a sample")]
    [InlineData("spark", "select count(id, n) from t", "the function count")]
    [InlineData("spark", "select nvl2(n, 1, 2) from t", "the function nvl2")]
    [InlineData("spark", "select id from t where id > 0L", "cannot be read here: Syntax error")]
    [InlineData("spark", "select id from t lateral view explode(arr) x", "cannot be read here: Syntax error")]
    [InlineData("spark", "select substring(name, 0, 2) from t", "the function substring")]
    [InlineData("spark", "select date_trunc('dd', ts) from t", "the function date_trunc")]
    [InlineData("trino", "select n / 4 from t", "this use of /")]
    [InlineData("trino", "select greatest(n, 20) from t", "the function greatest")]
    [InlineData("flink", "select \"name\" from t", "double quotes")]
    [InlineData("flink", "select id from t order by n limit 1", "ORDER BY without NULLS")]
    public async Task What_may_mean_something_else_is_refused(string dialect, string sql, string what)
    {
        await CreateAsync("long", (dialect, sql));
        var error = await Assert.ThrowsAsync<EngineException>(() => _lakehouse.RunAsync("select * from v"));
        Assert.Equal(EngineErrorKind.NotSupported, error.Kind);
        Assert.Contains($"In the view main.v: it is written in the SQL of {dialect}, wh", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        // Its owner has looked and found no difference.
        if (what == "this use of /")
        {
            await _lakehouse.RunAsync($"alter view v set tblproperties ('tarn.reads-dialect' = '{dialect}')");
            _ = await _lakehouse.RunAsync("select * from v");
        }
    }

    [Fact]
    public async Task Of_several_texts_our_own_is_read_else_the_first_that_is_common_ground()
    {
        await CreateAsync("int", ("spark", "select 1"), ("tarn", "select 2"));
        Assert.Equal(2, (await _lakehouse.RunAsync("select * from v")).Single);
        await _lakehouse.RunAsync("drop view v");
        await CreateAsync("int", ("spark", "select element_at(arr, 1) from t where id = 1"), ("trino", "select n from t where id = 1"));
        Assert.Equal(10, (await _lakehouse.RunAsync("select * from v")).Single);
        await _lakehouse.RunAsync("drop view v");
        await CreateAsync("int", ("spark", "select arr[0] from t where id = 1"), ("trino", "select arr[1] from t where id = 1"));
        Assert.Contains("SQL of spark", (await Assert.ThrowsAsync<EngineException>(() => _lakehouse.RunAsync("select * from v"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("-- in the SQL of spark\nCREATE VIEW", (string)(await _lakehouse.RunAsync("show create view v")).Single!, StringComparison.Ordinal);
        Assert.Contains("replace.drop-dialect.allowed", (await Assert.ThrowsAsync<EngineException>(() => _lakehouse.RunAsync("create or replace view v as select 3 as c0"))).Message, StringComparison.Ordinal);
        await _lakehouse.RunAsync("create or replace view v tblproperties ('replace.drop-dialect.allowed' = 'true') as select 3 as c0");
        Assert.Equal(3, (await _lakehouse.RunAsync("select * from v")).Single);
    }

    /// <summary>What was found out of one view's text is not taken for another's, whose engine calls the catalog otherwise.</summary>
    [Fact]
    public async Task Each_view_has_its_own_name_for_the_catalog()
    {
        const string Sql = "select theirs.main.t.id from main.t where n = 30";
        await CreateAsync("long", [("spark", Sql)], catalog: "others");
        Assert.Equal(EngineErrorKind.Binding, (await Assert.ThrowsAsync<EngineException>(() => _lakehouse.RunAsync("select * from v"))).Kind);
        await _lakehouse.RunAsync("drop view v");
        await CreateAsync("long", ("spark", Sql));
        Assert.Equal(3L, (await _lakehouse.RunAsync("select * from v")).Single);
    }

    [Fact]
    public async Task The_columns_of_a_star_are_found_by_the_names_that_they_had()
    {
        await _lakehouse.RunAsync("create table w as select 1 as a, 2 as b");
        await CreateAsync("int int", ImmutableSortedDictionary<string, string>.Empty.Add("spark.query-column-names", "a,b"), ("spark", "select * from w"));
        await _lakehouse.RunAsync("create view own as select * from w");
        await _lakehouse.RunAsync("create view named (x, y) as select * from w");
        await _lakehouse.RunAsync("alter table w alter column b first");
        await _lakehouse.RunAsync("alter table w add column z int");
        foreach (var view in new[] { "v", "own", "named" }) Assert.Equal([1, 2], Assert.Single((await _lakehouse.RunAsync($"select * from {view}")).Rows));
        await _lakehouse.RunAsync("alter table w rename column a to c");
        foreach (var view in new[] { "v", "own", "named" })
            Assert.Contains("\"a\"", (await Assert.ThrowsAsync<EngineException>(() => _lakehouse.RunAsync($"select * from {view}"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pivot_in_a_view_is_kept_whole()
    {
        await _lakehouse.RunAsync("create view p as pivot (select id, name, n from t where name is not null) on name using sum(n) group by id order by id");
        Assert.Equal([[1L, (Int128)10, null], [3L, null, (Int128)30]], (await _lakehouse.RunAsync("select * from p")).Rows);
    }

    Task CreateAsync(string types, params (string Dialect, string Sql)[] texts) => CreateAsync(types, texts, "theirs");

    Task CreateAsync(string types, ImmutableSortedDictionary<string, string> properties, params (string Dialect, string Sql)[] texts) => CreateAsync(types, texts, "theirs", properties);

    async Task CreateAsync(string types, (string Dialect, string Sql)[] texts, string catalog, ImmutableSortedDictionary<string, string>? properties = null)
    {
        var fields = types.Split(' ').Select((type, i) => new NestedField(i + 1, $"c{i}", IcebergType.Parse(type), false));
        var version = new ViewVersion(1, 0, 1, [.. texts.Select(t => ViewRepresentation.OfSql(t.Sql, t.Dialect))]) { DefaultNamespace = new Namespace(["main"]), DefaultCatalog = catalog };
        await _lakehouse.Catalog.CreateViewAsync(new ViewCreation(new TableIdentifier("main", "v"), new Schema(0, new StructType([.. fields])), version) { Properties = properties ?? ImmutableSortedDictionary<string, string>.Empty }, CancellationToken.None);
    }
}
