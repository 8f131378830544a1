using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Tests.Sessions;

/// <summary>The table format tells <c>a</c> from <c>A</c>, SQL does not. Tables of other writers may have both.</summary>
public sealed class NamesInOtherCaseTests
{
    [Fact]
    public async Task A_table_with_both_is_queried_by_names_that_stay_apart_and_not_changed()
    {
        await using var lakehouse = new TestLakehouse();
        _ = await lakehouse.RunAsync("CREATE NAMESPACE u");
        var schema = new Schema(0, new StructType(
            [new NestedField(1, "a", IcebergType.Int), new NestedField(2, "A", IcebergType.String), new NestedField(3, "A_1", IcebergType.Int), new NestedField(4, "s", new StructType([new NestedField(5, "x", IcebergType.Int), new NestedField(6, "X", IcebergType.Int)]))]));
        _ = await lakehouse.Catalog.CreateTableAsync(new TableCreation(new TableIdentifier("u", "t"), schema), CancellationToken.None);
        var answer = await lakehouse.RunAsync("SELECT * FROM u.t WHERE a = 1");
        Assert.Equal(["a", "A_2", "A_1", "s"], answer.Result.Schema!.Columns.Select(c => c.Name));
        Assert.Contains("'a' and 'A' differ only in case", (await lakehouse.FailAsync("SELECT \"A\" FROM u.t")).Message, StringComparison.Ordinal);
        Assert.Contains("Write \"X_1\"", (await lakehouse.FailAsync("SELECT s.X FROM u.t")).Message, StringComparison.Ordinal);
        foreach (var change in (string[])["INSERT INTO u.t (a) VALUES (1)", "DELETE FROM u.t WHERE a = 1", "UPDATE u.t SET a = 2", "MERGE INTO u.t USING (SELECT 1 AS b) ON a = b WHEN MATCHED THEN DELETE"])
            Assert.Equal(EngineErrorKind.NotSupported, (await lakehouse.FailAsync(change)).Kind);
    }
}
