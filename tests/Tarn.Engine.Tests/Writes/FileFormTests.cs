using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Parquet;
using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Tests.Writes;

/// <summary>Data files hold values in the forms that the specification names, where the executor's own writing is another: other readers refuse it or read it as something else.</summary>
public sealed class FileFormTests : IAsyncLifetime
{
    readonly TestLakehouse _lakehouse = new();

    public async Task InitializeAsync() => await _lakehouse.RunAsync("create namespace main");

    public Task DisposeAsync() => _lakehouse.DisposeAsync().AsTask();

    [Theory]
    [InlineData("zstd", 150_000)]
    [InlineData("snappy", 150_000)]
    [InlineData("gzip", 150_000)]
    [InlineData("lz4", 150_000)]
    [InlineData("brotli", 2_000)]
    [InlineData("uncompressed", 150_000)]
    public async Task Values_of_a_fixed_length_have_no_lengths(string codec, int count)
    {
        await _lakehouse.RunAsync($"create table t (id bigint, fx fixed(4), s struct<f: fixed(16), o: varchar>, l array<fixed(3)>, m map<varchar, fixed(1)>, last fixed(2) not null) tblproperties ('write.parquet.compression-codec' = '{codec}')");
        // Many values and few, so that there are pages of values and of dictionaries, and row groups.
        var rows = $$"""
            select i as id, case when i % 7 <> 0 then unhex(lpad(hex(i), 8, '0')) end as fx, case when i % 5 <> 0 then {'f': unhex(md5(i::varchar)), 'o': 'o' || i % 3} end as s,
                case when i % 3 <> 0 then list_transform(range(i % 4), lambda k: case when k <> 1 then 'ab'::blob || unhex(lpad(hex(i % 200), 2, '0')) end) end as l, map {'k': 'x'::blob, 'n': null} as m, '\x00\xFF'::blob as last
            from range({{count}}) r(i)
            """;
        await _lakehouse.RunAsync($"insert into t {rows}");
        var files = await FilesAsync("t");
        Assert.Equal("4 2 16 3 1", Trusted($"select string_agg(type_length, ' ' order by field_id) from (select distinct field_id, type_length from parquet_schema({files}) where type = 'FIXED_LEN_BYTE_ARRAY')"));
        Assert.Equal("0", Trusted($"select count(*)::varchar from parquet_schema({files}) where type = 'BYTE_ARRAY' and name not in ('o', 'key')"));
        Assert.Equal(0L, (await _lakehouse.RunAsync($"select count(*) from (({rows}) except all select * from t)")).Single);
        Assert.Equal((long)count, (await _lakehouse.RunAsync("select count(*) from t")).Single);
        Assert.Equal(1L, (await _lakehouse.RunAsync("select count(*) from t where fx = '\\x00\\x00\\x07\\x02'::blob and last = '\\x00\\xFF'::blob")).Single);
        Assert.Equal(
            Trusted($"select sum(total_compressed_size)::bigint::varchar from parquet_metadata({files}) where path_in_schema = 'fx'"),
            (await _lakehouse.RunAsync("select sum(readable_metrics.fx.column_size)::bigint::varchar from t.files")).Single);
    }

    [Fact]
    public async Task Values_of_another_length_are_refused_wherever_they_are()
    {
        await _lakehouse.RunAsync("create table t (id int, fx fixed(2), s struct<f: fixed(2)>, l array<struct<f: fixed(2)>>, m map<varchar, fixed(2)>)");
        foreach (var (values, field) in new[] { ("1, 'abc', null, null, null", "fixed[2]"), ("1, null, {'f': 'a'}, null, null", "s.f"), ("1, null, null, [{'f': 'ab'}, {'f': 'abc'}], null", "l.element.f"), ("1, null, null, null, map {'k': ''}", "m.value") })
            Assert.Contains(field, (await _lakehouse.FailAsync($"insert into t select {values}")).Message, StringComparison.Ordinal);
        await _lakehouse.RunAsync("insert into t select 1, 'ab', {'f': 'ab'}, [{'f': 'ab'}, null, {'f': null}], map {'k': 'ab', 'n': null}");
        Assert.Equal(1L, (await _lakehouse.RunAsync("select count(*) from t")).Single);
    }

    [Fact]
    public async Task Fields_of_unknown_type_are_in_no_file()
    {
        await _lakehouse.RunAsync("create table t (id int, u unknown, s struct<a: int, u: unknown>, l array<struct<u: unknown, b: struct<c: int, u: unknown>>>) tblproperties ('format-version' = '3')");
        await _lakehouse.RunAsync("insert into t values (1, null, {'a': 1, 'u': null}, [{'u': null, 'b': {'c': 2, 'u': null}}, null]), (2, null, null, null)");
        Assert.Equal("0", Trusted($"select count(*)::varchar from parquet_schema({await FilesAsync("t")}) where name = 'u'"));
        Assert.Equal("{'a': 1, 'u': NULL} [{'u': NULL, 'b': {'c': 2, 'u': NULL}}, NULL]", (await _lakehouse.RunAsync("select s::varchar || ' ' || l::varchar from t where id = 1")).Single);
        Assert.Equal(1L, (await _lakehouse.RunAsync("select count(*) from t where s is null and l is null")).Single);
    }

    /// <summary>Readers look for a field by halving: one out of place is not found.</summary>
    [Fact]
    public async Task Objects_in_variants_have_their_fields_in_the_order_of_their_names()
    {
        await _lakehouse.RunAsync("create table t (v variant, l array<variant>, id int) tblproperties ('format-version' = '3')");
        await _lakehouse.RunAsync("insert into t (v) values ({'b': 'x', 'a': 2.5}::variant), ([{'b': 'x', 'a': 2.5}::variant, {'a': 1}::variant]::variant), (null), ('null'::json::variant)");
        var exposed = Path.Combine(_lakehouse.WarehouseFolder, "exposed.parquet");
        ParquetRewrite.ExposeVariants(Assert.Single(await PathsAsync("t")), exposed);
        var column = $"\"v{ParquetFooter.VariantMark}\"";
        // The names a and b are numbers 0 and 1, as they are in order too.
        Assert.Equal("2", Trusted($"select count(*)::varchar from read_parquet('{exposed}') where contains(hex({column}.value), '020200010006082001190000000578')"));
        Assert.Equal("[{\"a\":2.5,\"b\":\"x\"},{\"a\":1}]", (await _lakehouse.RunAsync("select v::json::varchar from t where variant_typeof(v) like 'ARRAY%'")).Single);
        Assert.Equal(2L, (await _lakehouse.RunAsync("select count(*) from t where v is null")).Single);
        // A column that a statement leaves out is stored like those that it gives.
        await _lakehouse.RunAsync("insert into t (id) values (1)");
        Assert.All(await PathsAsync("t"), path => Assert.False(ParquetFooter.Read(path).WritesMissingVariantsAsNulls));
    }

    [Fact]
    public async Task Zeros_of_either_sign_are_partitions_of_their_own()
    {
        await _lakehouse.RunAsync("create table t (id int, d double, f float) partitioned by (d, f)");
        await _lakehouse.RunAsync("insert into t values (1, 0.0::double, 0.0::float), (2, '-0.0'::double, 0.0::float), (3, 'nan'::double, '-0.0'::float), (4, 'inf'::double, 0.1::float), (5, null, null)");
        await _lakehouse.RunAsync("insert into t select id + 10, d, f from t");
        Assert.Null((await _lakehouse.RunAsync("""
            select string_agg(format('{}: {} {} in {} {}', id, t.d, t.f, s.partition.d, s.partition.f), ', ' order by id) from t join t.files s on t._file = s.file_path
            where (t.d::varchar is distinct from s.partition.d::varchar and not (isnan(t.d) and isnan(s.partition.d))) or t.f::varchar is distinct from s.partition.f::varchar
            """)).Single);
        // Equal for SQL all the same, whichever partition they are in.
        Assert.Equal(4L, (await _lakehouse.RunAsync("select count(*) from t where d = 0")).Single);
        Assert.Equal(4L, (await _lakehouse.RunAsync("select count(*) from t where d >= 0 and d <= '-0.0'::double")).Single);
        await _lakehouse.RunAsync("delete from t where d = '-0.0'::double");
        Assert.Equal(6L, (await _lakehouse.RunAsync("select count(*) from t")).Single);
    }

    [Fact]
    public async Task Values_that_are_too_long_for_a_folders_name_partition_a_table()
    {
        await _lakehouse.RunAsync("create table t (id int, s varchar) partitioned by (s) tblproperties ('write.delete.mode' = 'merge-on-read')");
        await _lakehouse.RunAsync("insert into t values (1, repeat('名', 500) || 'a'), (2, repeat('名', 500) || 'b'), (3, repeat('x', 233) || '名'), (4, repeat('名', 500) || 'b'), (5, 'short')");
        await _lakehouse.RunAsync("delete from t where id = 2");
        Assert.Equal("1 3 4 5", (await _lakehouse.RunAsync("select string_agg(id, ' ' order by id) from t")).Single);
        Assert.Equal(4L, (await _lakehouse.RunAsync("select count(distinct file_path) from t.files f join t on f.file_path = t._file where f.partition.s = t.s")).Single);
        Assert.Equal(1L, (await _lakehouse.RunAsync("select count(*) from t.files where contains(file_path, '/data/s=short/')")).Single);
    }

    [Fact]
    public async Task Row_groups_without_a_value_do_not_take_a_columns_bounds()
    {
        await _lakehouse.RunAsync("create table t (id bigint, d double)");
        await _lakehouse.RunAsync("insert into t select i, case when i >= 250000 then i end from range(300000) r(i)");
        Assert.Equal(250_000d, (await _lakehouse.RunAsync("select min(readable_metrics.d.lower_bound) from t.files")).Single);
        Assert.Equal(0L, (await _lakehouse.RunAsync("select count(*) from t.files where readable_metrics.d.lower_bound is null and readable_metrics.d.value_count > readable_metrics.d.null_value_count")).Single);
    }

    string? Trusted(string sql)
    {
        using var connection = _lakehouse.Lakehouse.Trusted.Connect();
        return connection.Scalar(sql, null, CancellationToken.None);
    }

    async Task<string> FilesAsync(string table) => $"[{string.Join(", ", (await PathsAsync(table)).Select(p => $"'{p}'"))}]";

    async Task<string[]> PathsAsync(string table)
    {
        var location = (await _lakehouse.Catalog.LoadTableAsync(new TableIdentifier("main", table), CancellationToken.None)).Location;
        return Directory.GetFiles(Path.Combine(Location.Parse(location).LocalPath, "data"), "*.parquet");
    }
}
