using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Tests.Evolution;

/// <summary>Defaults of every type that may have one: of rows from before the column, of rows that give it no value, changed, written anew, filtered by, nested, and in the metadata's JSON.</summary>
public sealed class DefaultTests
{
    [Theory]
    [InlineData("boolean", "true", "true", "false", "false")]
    [InlineData("int", "-5", "-5", "2147483647", "2147483647")]
    [InlineData("bigint", "-9223372036854775808", "-9223372036854775808", "1e3", "1000")]
    [InlineData("float", "1.5", "1.5", "'-Infinity'", "-inf")]
    [InlineData("double", "'NaN'", "nan", "-0.0", "-0.0")]
    [InlineData("decimal(38,10)", "1234567890123456789012345678.0123456789", "1234567890123456789012345678.0123456789", "-0.0000000001", "-0.0000000001")]
    [InlineData("decimal(4,2)", "'99.99'", "99.99", "1", "1.00")]
    [InlineData("date", "date '0001-01-01'", "0001-01-01", "'9999-12-31'", "9999-12-31")]
    [InlineData("time", "'23:59:59.999999'", "23:59:59.999999", "time '00:00:00'", "00:00:00")]
    [InlineData("timestamp", "'0001-01-01 00:00:00'", "0001-01-01 00:00:00", "timestamp '2024-02-29 12:34:56.123456'", "2024-02-29 12:34:56.123456")]
    [InlineData("timestamptz", "'2024-02-29 12:34:56.123456+02:00'", "2024-02-29 10:34:56.123456+00", "'9999-12-31'", "9999-12-31 00:00:00+00")]
    [InlineData("timestamp_ns", "'2024-02-29 12:34:56.123456789'", "2024-02-29 12:34:56.123456789", "'1969-12-31 23:59:59.999999999'", "1969-12-31 23:59:59.999999999")]
    [InlineData("timestamptz_ns", "'2024-02-29 12:34:56.123456789Z'", "2024-02-29 12:34:56.123456789", "'2024-02-29 12:34:56.000000001-01:00'", "2024-02-29 13:34:56.000000001")]
    [InlineData("varchar", "'it''s \"∀\" \\x00 🦆'", "it's \"∀\" \\x00 🦆", "''", "")]
    [InlineData("uuid", "'f79c3e09-677c-4bbd-a479-3f349cb785e7'", "f79c3e09-677c-4bbd-a479-3f349cb785e7", "uuid '00000000-0000-0000-0000-000000000000'", "00000000-0000-0000-0000-000000000000")]
    [InlineData("fixed(4)", "x'DEADBEEF'", "\\xDE\\xAD\\xBE\\xEF", "x'00000000'", "\\x00\\x00\\x00\\x00")]
    [InlineData("binary", "x'00FF41'", "\\x00\\xFFA", "x''", "")]
    [InlineData("binary", "'abcd'", "abcd", "'\\x00\\xffA'", "\\x00\\xFFA")]
    public async Task A_default_is_what_it_was_given_as(string type, string first, string firstText, string second, string secondText)
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync($"create table t (id int, s struct(a int), l struct(a int)[], m map(varchar, struct(a int)), made {type} default {first}) tblproperties ('format-version' = '3')");
        await lakehouse.RunAsync("insert into t (id, s, l, m) values (1, {'a': 1}, [{'a': 1}], map {'k': {'a': 1}})");
        foreach (var column in (string[])["c", "s.c", "l.element.c", "m.value.c"]) await lakehouse.RunAsync($"alter table t add column {column} {type} default {first}");
        await lakehouse.RunAsync("insert into t (id) values (2)");
        await lakehouse.RunAsync($"alter table t alter column c set default {second}");
        await lakehouse.RunAsync("insert into t (id) values (3)");
        await lakehouse.RunAsync("merge into t using (select 4 as id) s on t.id = s.id when not matched then insert (id) values (s.id)");
        await CheckAsync();
        Assert.Equal(2L, (await lakehouse.RunAsync($"select count(*) from t where c = (select c from t where id = 1)")).Single);
        Assert.Equal(2L, (await lakehouse.RunAsync($"select count(*) from t where c is distinct from (select c from t where id = 1)")).Single);
        await lakehouse.RunAsync("update t set id = id options ('mode' = 'copy-on-write')");
        await CheckAsync();
        var metadata = (await lakehouse.Catalog.LoadTableAsync(new("main", "t"), CancellationToken.None)).Metadata;
        var read = TableMetadata.FromJsonBytes(metadata.ToJsonBytes());
        Assert.All(metadata.Schema.Fields.Zip(read.Schema.Fields), pair => Assert.True(pair.First == pair.Second, $"{pair.First} is read as {pair.Second}"));
        Assert.NotNull(read.Schema.FindField("c")!.InitialDefault);
        Assert.NotEqual(read.Schema.FindField("c")!.InitialDefault, read.Schema.FindField("c")!.WriteDefault);

        var made = (await lakehouse.RunAsync("show create table t")).Rows.Select(r => (string)r[0]!).ToList();
        await lakehouse.RunAsync("drop table t");
        foreach (var statement in made) await lakehouse.RunAsync(statement);
        Assert.Equal(read.Schema.FindField("c")!.WriteDefault, (await lakehouse.Catalog.LoadTableAsync(new("main", "t"), CancellationToken.None)).Schema.FindField("c")!.WriteDefault);

        async Task CheckAsync()
        {
            var rows = (await lakehouse.RunAsync("select made::varchar, c::varchar, s.c::varchar, l[1].c::varchar, m['k'].c::varchar from t order by id")).Rows;
            Assert.Equal([firstText, firstText, firstText, firstText, firstText], rows[0]);
            Assert.Equal([firstText, firstText, null, null, null], rows[1]);
            foreach (var row in rows.Skip(2)) Assert.Equal([firstText, secondText, null, null, null], row);
        }
    }

    [Theory]
    [InlineData("decimal(4,2)", "123.45")]
    [InlineData("decimal(4,2)", "1.234")]
    [InlineData("int", "2147483648")]
    [InlineData("int", "1.5")]
    [InlineData("float", "1e39")]
    [InlineData("double", "1e309")]
    [InlineData("timestamp", "'2024-02-29 12:34:56.1234567'")]
    [InlineData("timestamptz", "'2024-02-29 12:34:56.1234567Z'")]
    [InlineData("time", "'12:34:56.1234567'")]
    [InlineData("timestamp_ns", "'2500-01-01 00:00:00'")]
    [InlineData("date", "'2023-02-29'")]
    [InlineData("fixed(4)", "x'DEAD'")]
    [InlineData("fixed(4)", "'DEADBEEF'")]
    [InlineData("binary", "'ä'")]
    [InlineData("binary", "'\\xG0'")]
    [InlineData("binary", "x'0'")]
    [InlineData("int", "x'10'")]
    [InlineData("uuid", "'f79c3e09'")]
    [InlineData("boolean", "1")]
    public async Task A_default_that_does_not_fit_whole_is_refused(string type, string value)
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync("create table t (id int) tblproperties ('format-version' = '3')");
        var error = await lakehouse.FailAsync($"alter table t add column c {type} default {value}");
        Assert.Equal(EngineErrorKind.Conversion, error.Kind);
        Assert.Equal(1L, (await lakehouse.RunAsync("select count(*) from (describe t)")).Single);
    }

    [Theory]
    [InlineData("s struct(a int not null, b int)", "{'a': 1, 'b': NULL}", "{'a': NULL, 'b': 1}", "s.a")]
    [InlineData("s struct(a int not null, b int)", "NULL", "{'b': 1}", "s.a")]
    [InlineData("s struct(a struct(b int not null))", "{'a': NULL}", "{'a': {'b': NULL}}", "s.a.b")]
    [InlineData("s struct(a int not null)[]", "[NULL, {'a': 1}]", "[{'a': 1}, {'a': NULL}]", "s.element.a")]
    [InlineData("s map(varchar, struct(a int not null)[])", "map {'k': [NULL]}", "map {'k': [], 'j': [{'a': NULL}]}", "s.value.element.a")]
    [InlineData("s struct(a int) not null", "{'a': NULL}", "NULL", "s")]
    [InlineData("s int[] not null", "[NULL]", "NULL", "s")]
    public async Task A_required_field_inside_of_a_column_always_has_a_value(string column, string good, string bad, string named)
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync($"create table t (id int, {column})");
        await lakehouse.RunAsync($"insert into t values (1, {good})");
        foreach (var statement in (string[])[$"insert into t values (2, {good}), (3, {bad})", $"update t set s = {bad}", $"merge into t using (select 9 as id) x on t.id = x.id when not matched then insert values (9, {bad})"])
        {
            var error = await lakehouse.FailAsync(statement);
            Assert.True(error.Kind == EngineErrorKind.InvalidInput, $"{statement}: {error.Kind} {error.Message}");
            Assert.Contains($"'{named}'", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(1L, (await lakehouse.RunAsync("select count(*) from t")).Single);
    }
}
