using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;
using Tarn.Testing;

namespace Tarn.Iceberg.Catalogs;

public sealed class ReadmeSampleTests
{
    [Fact]
    public async Task The_readmes_sample_runs()
    {
        var cancellationToken = CancellationToken.None;
        // <sample>
        var store = new InMemoryObjectStore(TimeProvider.System);
        var catalog = new InMemoryCatalog("demo", store, "file:///warehouse", TimeProvider.System);
        await catalog.CreateNamespaceAsync(new Namespace("shop"), StringMaps.Empty, cancellationToken);

        var schema = new Schema(0, new StructType(
            new NestedField(1, "id", IcebergType.Long, Required: true),
            new NestedField(2, "ordered_at", IcebergType.Timestamptz)));
        var table = await catalog.CreateTableAsync(new TableCreation(new TableIdentifier("shop", "orders"), schema)
        {
            Spec = new PartitionSpec(0, [new PartitionField(2, 1000, "day", Transform.Day)]),
        }, cancellationToken);

        // A change is requirements and updates; the loop retries it against the newest state.
        var outcome = await new CommitLoop(catalog, TimeProvider.System).RunAsync(table, (now, _) => Task.FromResult(new CommitAttempt(
            [new TableRequirement.AssertTableUuid(now.Metadata.TableUuid!.Value)],
            [new TableUpdate.SetProperties(StringMaps.Of(("owner", "sales")))])), cancellationToken);

        // Filters bind to a schema and become filters over partitions.
        var filter = Expression.GreaterThanOrEqual("ordered_at", "2026-11-01T00:00:00+00:00");
        var days = PartitionProjection.Inclusive(filter, table.Schema, table.Spec);
        // </sample>
        Assert.Equal("sales", Assert.IsType<CommitOutcome.Committed>(outcome).Metadata.Property("owner"));
        Assert.Equal("day >= 20758", days.ToString());
    }

    [Fact]
    public void The_readme_shows_what_is_tested_here()
    {
        var readme = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "src/Tarn.Iceberg/README.md"));
        var source = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "tests/Tarn.Iceberg.Tests/Catalogs/ReadmeSampleTests.cs"));
        var sample = source.Split("// <sample>\n")[1].Split("        // </sample>")[0].Replace("\n        ", "\n", StringComparison.Ordinal).Trim();
        Assert.Contains(sample, readme, StringComparison.Ordinal);
    }
}
