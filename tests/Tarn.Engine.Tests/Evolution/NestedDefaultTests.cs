using Tarn.Engine.Loading;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;
using Tarn.Security.Identity;

namespace Tarn.Engine.Tests.Evolution;

/// <summary>Defaults of fields inside of structs, at any depth: of rows that were written before the field, and of values that are written without it.</summary>
public sealed class NestedDefaultTests
{
    const string Columns = "s.b::varchar, s.i.d::varchar, l[1].b::varchar, m['k'].b::varchar, n[1]['k'].i.d::varchar";

    const string Lacking = "{'a': 1, 'i': {'c': 1}}, [{'a': 1}], map {'k': {'a': 1}}, [map {'k': {'i': {'c': 1}}}]";
    const string Unlike = "{'b': NULL, 'a': 2, 'i': {'d': NULL, 'c': 2}}, [{'b': NULL, 'a': 2}], map {'k': {'b': NULL, 'a': 2}}, [map {'k': {'i': {'d': NULL, 'c': 2}}}]";

    [Fact]
    public async Task A_value_that_lacks_a_field_gets_its_default_and_one_that_gives_null_keeps_it()
    {
        await using var lakehouse = await WithDefaultsAsync();
        await lakehouse.RunAsync($"insert into t values (2, {Lacking})");
        await lakehouse.RunAsync($"insert into t values (3, {Unlike})");
        await lakehouse.RunAsync("insert into t values (4, NULL, [NULL], map {'k': NULL}, NULL)");
        await lakehouse.RunAsync("alter table t alter column s.b set default 21");
        await lakehouse.RunAsync($"insert into t by name select {"{'a': 1, 'i': {'c': 1}}"} as s, 5 as id");
        await ExpectAsync(lakehouse, [["11", "12", "13", "14", "15"], ["11", "12", "13", "14", "15"], Nulls, Nulls, ["21", "12", null, null, null]]);
        await lakehouse.RunAsync("update t set id = id options ('mode' = 'copy-on-write')");
        await ExpectAsync(lakehouse, [["11", "12", "13", "14", "15"], ["11", "12", "13", "14", "15"], Nulls, Nulls, ["21", "12", null, null, null]]);
    }

    [Theory]
    [InlineData("copy-on-write")]
    [InlineData("merge-on-read")]
    public async Task Updates_and_merges_fill_in_what_their_values_lack(string mode)
    {
        await using var lakehouse = await WithDefaultsAsync();
        foreach (var id in (int[])[2, 3, 4, 5]) await lakehouse.RunAsync($"insert into t values ({id}, {Unlike})");
        await lakehouse.RunAsync($"update t set s = {"{'a': 9, 'i': {'c': 9}}"}, l = [{"{'a': 9}"}] where id = 2 options ('mode' = '{mode}')");
        await lakehouse.RunAsync($"update t set s.i = {"{'c': 9}"} where id = 3 options ('mode' = '{mode}')");
        await lakehouse.RunAsync($"""
            merge into t using (select * from (values (4, {"{'a': 7}"}), (6, {"{'a': 8}"}), (7, NULL), (8, {"{'a': 6}"})) v(id, x)) u on t.id = u.id
            when matched then update set s.i = {"{'c': 5}"}, l = [u.x]
            when not matched and u.id = 8 then insert values (u.id, {"{'b': 0}"}, [u.x], map {"{'k': u.x}"}, NULL)
            when not matched then insert (id, l, m) values (u.id, [u.x], map {"{'k': u.x}"})
            when not matched by source and t.id = 5 then update set m = map {"{'k': {'a': 4}}"}
            """);
        await ExpectAsync(lakehouse,
        [
            ["11", "12", "13", "14", "15"], ["11", "12", "13", null, null], [null, "12", null, null, null], [null, "12", "13", null, null], [null, null, null, "14", null],
            [null, null, "13", "14", null], [null, null, null, null, null], ["0", null, "13", "14", null],
        ]);
        Assert.Equal([9, 9], Assert.Single((await lakehouse.RunAsync("select s.a, s.i.c from t where id = 2")).Rows));
        Assert.Equal([2, 9], Assert.Single((await lakehouse.RunAsync("select s.a, s.i.c from t where id = 3")).Rows));
    }

    [Fact]
    public async Task Star_takes_structs_of_the_source_and_fills_in_what_they_lack()
    {
        await using var lakehouse = await WithDefaultsAsync();
        await lakehouse.RunAsync($"""
            merge into t using (select * from (values (1, {Lacking}), (2, {Lacking})) v(id, s, l, m, n)) u on t.id = u.id
            when matched then update set * when not matched then insert *
            """);
        await ExpectAsync(lakehouse, [["11", "12", "13", "14", "15"], ["11", "12", "13", "14", "15"]]);
    }

    [Fact]
    public async Task An_update_of_one_field_of_an_older_row_keeps_the_others_with_their_first_defaults()
    {
        await using var lakehouse = await WithDefaultsAsync();
        await lakehouse.RunAsync("alter table t alter column s.b set default 21");
        await lakehouse.RunAsync("update t set s.a = 5, s.i.c = 6");
        await ExpectAsync(lakehouse, [["11", "12", "13", "14", "15"]]);
        Assert.Equal([5, 6], Assert.Single((await lakehouse.RunAsync("select s.a, s.i.c from t")).Rows));
    }

    [Fact]
    public async Task A_required_field_with_a_default_may_be_left_out_and_one_without_may_not()
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync("create table t (id int, s struct(a int not null, z int)) tblproperties ('format-version' = '3')");
        await lakehouse.RunAsync("alter table t add column s.b int not null default 7");
        await lakehouse.RunAsync("insert into t values (1, {'a': 1})");
        Assert.Equal(7, (await lakehouse.RunAsync("select s.b from t")).Single);
        foreach (var bad in (string[])["{'b': 1}", "{'a': 1, 'b': NULL}"])
            Assert.Equal(EngineErrorKind.InvalidInput, (await lakehouse.FailAsync($"insert into t values (2, {bad})")).Kind);
    }

    [Fact]
    public async Task A_field_that_the_column_does_not_have_is_refused_and_not_dropped()
    {
        await using var lakehouse = await WithDefaultsAsync();
        await lakehouse.RunAsync("create table plain (id int, s struct(a int)[])");
        foreach (var (statement, path) in ((string, string)[])
        [
            ("insert into t (id, s) values (2, {'a': 1, 'zzz': 2})", "s"),
            ("insert into t (id, s) values (2, {'a': 1, 'i': {'c': 1, 'zzz': 2}})", "s.i"),
            ("insert into plain values (2, [{'a': 1, 'zzz': 2}])", "s"),
            ("update t set l = [{'zzz': 1}]", "l"),
            ("update plain set s = [{'a': 1, 'zzz': 1}]", "s"),
            ("merge into t using (select 1 as id, {'a': 1, 'zzz': 2} as s) u on t.id = u.id when matched then update set s = u.s", "s"),
            ("merge into plain using (select 1 as id, [{'a': 1, 'zzz': 2}] as s) u on plain.id = u.id when not matched then insert *", "s"),
        ])
        {
            var error = await lakehouse.FailAsync(statement);
            Assert.True(error.Kind == EngineErrorKind.Binding && error.Message.StartsWith($"The value for '{path}' has a field 'zzz'", StringComparison.Ordinal), $"{statement}: {error.Kind} {error.Message}");
        }
        await ExpectAsync(lakehouse, [["11", "12", "13", "14", "15"]]);
    }

    [Fact]
    public async Task A_load_by_key_fills_in_what_its_structs_lack()
    {
        await using var lakehouse = await WithDefaultsAsync();
        var rows = $"select * from (values (1, {Lacking}), (2, {Lacking})) v(id, s, l, m, n)";
        using var connection = lakehouse.Lakehouse.Trusted.Connect();
        foreach (var mode in (LoadMode[])[new LoadMode.Upsert(["id"], []), new LoadMode.Append()])
            await new TableLoad(lakehouse.Lakehouse, Principal.Local("test")).RunAsync(connection, new LoadRequest(new("main", "t"), rows, mode), CancellationToken.None);
        string?[] row = ["11", "12", "13", "14", "15"];
        await ExpectAsync(lakehouse, [row, row, row, row]);
    }

    [Fact]
    public async Task A_struct_list_or_map_may_have_a_default_itself_made_of_the_defaults_inside()
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync("create table t (id int, q struct(n struct(x int))) tblproperties ('format-version' = '3')");
        await lakehouse.RunAsync("insert into t values (1, {'n': {'x': 1}})");
        var table = await lakehouse.Catalog.LoadTableAsync(new("main", "t"), CancellationToken.None);
        var last = table.Metadata.LastColumnId;
        StructType Point() => new(
            new NestedField(++last, "x", IcebergType.Int) { InitialDefault = 0, WriteDefault = 7 },
            new NestedField(++last, "y", IcebergType.String, Required: true) { InitialDefault = "o", WriteDefault = "w" });
        var point = new StructValue([]);
        var schema = new Schema(0, new StructType(
        [
            .. table.Schema.Fields,
            new NestedField(++last, "p", Point()) { InitialDefault = point, WriteDefault = point },
            new NestedField(++last, "none", Point()),
            new NestedField(++last, "l", new ListType(++last, IcebergType.Int)) { InitialDefault = new ListValue([1, null]), WriteDefault = new ListValue([]) },
            new NestedField(++last, "m", new MapType(++last, IcebergType.String, ++last, Point())) { InitialDefault = new MapValue(["k"], [point]), WriteDefault = new MapValue([], []) },
        ]));
        var outcome = await lakehouse.Catalog.CommitAsync(new TableCommit(table.Identifier, [], [new TableUpdate.AddSchema(schema), new TableUpdate.SetCurrentSchema(-1)]), CancellationToken.None);
        Assert.IsType<CommitOutcome.Committed>(outcome);
        await lakehouse.RunAsync("insert into t (id, none) values (2, {'x': 3})");
        Assert.Equal(
            [
                ["{'x': 0, 'y': o}", null, "[1, NULL]", "{k={'x': 0, 'y': o}}"],
                ["{'x': 7, 'y': w}", "{'x': 3, 'y': w}", "[]", "{}"],
            ],
            (await lakehouse.RunAsync("select p::varchar, none::varchar, l::varchar, m::varchar from t order by id")).Rows);
    }

    static readonly string?[] Nulls = [null, null, null, null, null];

    /// <summary>A row, and fields that were added after it.</summary>
    static async Task<TestLakehouse> WithDefaultsAsync()
    {
        var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync("create table t (id int, s struct(a int, i struct(c int)), l struct(a int)[], m map(varchar, struct(a int)), n map(varchar, struct(i struct(c int)))[]) tblproperties ('format-version' = '3')");
        await lakehouse.RunAsync($"insert into t values (1, {Lacking})");
        var value = 11;
        foreach (var field in (string[])["s.b", "s.i.d", "l.element.b", "m.value.b", "n.element.value.i.d"]) await lakehouse.RunAsync($"alter table t add column {field} int default {value++}");
        return lakehouse;
    }

    static async Task ExpectAsync(TestLakehouse lakehouse, string?[][] rows) =>
        Assert.Equal(rows, (await lakehouse.RunAsync($"select {Columns} from t order by id")).Rows.Select(r => r.Cast<string?>().ToArray()));
}
