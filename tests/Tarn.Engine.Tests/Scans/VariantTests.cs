using Tarn.Engine.Sessions;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Scans;

/// <summary>What the executor's VARIANT drops is read all the same, or refused: a variant's null, and instants in nanoseconds.</summary>
public sealed class VariantTests : IAsyncLifetime
{
    readonly TestLakehouse _lakehouse = new(o => o with { AllowedFolders = [GoldenTable.Root] });

    public Task InitializeAsync() => _lakehouse.RunAsync("CREATE NAMESPACE main");

    public Task DisposeAsync() => _lakehouse.DisposeAsync().AsTask();

    [SharedFact(GoldenTable.Needs)]
    public async Task Rows_beside_one_that_is_refused_are_read()
    {
        var golden = await RegisterAsync("variant_plain");
        Assert.Equal(golden.Rows("current").Where(r => !r.StartsWith("{\"id\":19,", StringComparison.Ordinal)), await ReadAsync("variant_plain", "WHERE id <> 19"));
        Assert.Equal(40L, (await _lakehouse.RunAsync("SELECT count(*) FROM variant_plain")).Single);
        var error = await Assert.ThrowsAsync<EngineException>(() => _lakehouse.RunAsync("SELECT v FROM variant_plain"));
        Assert.Equal(EngineErrorKind.NotSupported, error.Kind);
        Assert.Contains("row 19 of its file", error.Message, StringComparison.Ordinal);
    }

    [SharedFact(GoldenTable.Needs)]
    public async Task A_variants_null_is_no_missing_value_and_stays_one_when_it_is_written()
    {
        var golden = await RegisterAsync("variant_spark");
        await _lakehouse.RunAsync("CREATE TABLE copied (id BIGINT, v VARIANT, s STRUCT(w VARIANT)) TBLPROPERTIES ('format-version' = '3', 'write.update.mode' = 'copy-on-write')");
        await _lakehouse.RunAsync("INSERT INTO copied SELECT * FROM variant_spark");
        Assert.Equal(golden.Rows("current"), await ReadAsync("copied"));
        await _lakehouse.RunAsync("UPDATE copied SET id = id WHERE id = 0");
        Assert.Equal(golden.Rows("current"), await ReadAsync("copied"));
        var nulls = golden.Rows("current").Count(r => r.Contains("\"v\":null", StringComparison.Ordinal));
        var own = golden.Rows("current").Count(r => r.Contains("\"v\":{\"null\":null}", StringComparison.Ordinal));
        Assert.True(own > 0);
        Assert.Equal((long)nulls, (await _lakehouse.RunAsync("SELECT count(*) FROM copied WHERE v IS NULL")).Single);
        Assert.Equal((long)own, (await _lakehouse.RunAsync("SELECT count(*) FROM copied WHERE v IS NOT NULL AND variant_typeof(v) = 'VARIANT_NULL'")).Single);
    }

    [Fact]
    public async Task Variants_inside_of_lists_maps_and_structs_are_written()
    {
        await _lakehouse.RunAsync("CREATE TABLE n (id BIGINT, l VARIANT[], m MAP(VARCHAR, VARIANT), s STRUCT(a INTEGER, w VARIANT)) TBLPROPERTIES ('format-version' = '3')");
        await _lakehouse.RunAsync("INSERT INTO n VALUES (1, [1::VARIANT, NULL, 'x'::VARIANT], MAP {'k': {'a': [1, 2]}::VARIANT}, {'a': 1, 'w': DATE '2020-01-01'::VARIANT}), (2, NULL, NULL, NULL), (3, [], MAP {}, {'a': NULL, 'w': NULL})");
        Assert.Equal(
            [
                """{"id":1,"l":[{"int32":1},null,{"string":"x"}],"m":[["k",{"object":{"a":{"array":[{"int32":1},{"int32":2}]}}}]],"s":{"a":1,"w":{"date":"2020-01-01"}}}""",
                """{"id":2,"l":null,"m":null,"s":null}""",
                """{"id":3,"l":[],"m":[],"s":{"a":null,"w":null}}""",
            ], await ReadAsync("n"));
    }

    async Task<GoldenTable> RegisterAsync(string name)
    {
        var golden = GoldenTable.Load(name);
        await _lakehouse.RunAsync($"CALL tarn.system.register_table(table => 'main.{name}', metadata_file => '{golden.MetadataFile}')");
        return golden;
    }

    async Task<string[]> ReadAsync(string table, string where = "")
    {
        var fields = (await _lakehouse.Lakehouse.Catalog.LoadTableAsync(new TableIdentifier("main", table), CancellationToken.None)).Schema.Fields;
        await using var result = await _lakehouse.Session.ExecuteAsync($"SELECT * FROM {table} {where}", StatementParameters.Of(), null, CancellationToken.None);
        var rows = new List<string>();
        await foreach (var batch in result.Batches) CanonicalRows.Add(rows, batch, [.. fields]);
        return [.. CanonicalRows.Sorted(rows)];
    }
}
