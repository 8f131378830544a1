using System.Globalization;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests.Columns;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Manifests;

public sealed class ManifestCacheTests
{
    static readonly Schema Schema = new(0, new StructType(
        new NestedField(1, "id", IcebergType.Long), new NestedField(2, "shop", IcebergType.Int), new NestedField(3, "kind", IcebergType.String), new NestedField(4, "price", IcebergType.Double)));

    static readonly PartitionSpec Spec = new(0, [new PartitionField(2, 1000, "shop", Transform.Identity)]);

    readonly InMemoryObjectStore _store = new(TimeProvider.System);

    /// <summary>Statistics of every shape: of all files, of some, none; odd lengths of bounds; nulls, NaN and empty files. Manifests of one block and of several.</summary>
    [Theory]
    [InlineData(1, 70, "deflate")]
    [InlineData(2, 70, "null")]
    [InlineData(3, 900, "deflate")]
    [InlineData(4, 900, "null")]
    public async Task A_kept_manifest_answers_any_filter_as_a_read_one_does(int seed, int filesOfManifest, string codec)
    {
        var random = new Random(seed);
        var table = await TableAsync(random, manifests: 3, filesOfManifest, isEven: seed == 1, codec);
        var cache = new ManifestCache(1 << 20);
        for (var i = 0; i < 120; i++)
        {
            var scan = new TableScan(table, _store) { Filter = RandomFilter(random, 2) };
            Assert.Equal(Describe(await scan.PlanAsync(CancellationToken.None)), Describe(await (scan with { Manifests = cache }).PlanAsync(CancellationToken.None)));
        }
        Assert.Equal(3, cache.Count);
    }

    [Fact]
    public async Task A_kept_manifest_is_not_read_again_and_the_cache_stays_in_its_bound()
    {
        var table = await TableAsync(new Random(4), manifests: 8, filesOfManifest: 50, isEven: true);
        var all = new ManifestCache(1 << 20);
        await new TableScan(table, _store) { Manifests = all }.PlanAsync(CancellationToken.None);
        Assert.Equal(8, all.Count);
        var half = new ManifestCache(all.HeldBytes / 2);
        await new TableScan(table, _store) { Manifests = half, MaxConcurrency = 1 }.PlanAsync(CancellationToken.None);
        Assert.InRange(half.Count, 2, 5);
        Assert.InRange(half.HeldBytes, 1, all.HeldBytes / 2);

        await foreach (var manifest in _store.ListAsync("memory://t/metadata/m", CancellationToken.None)) await _store.DeleteAsync(manifest.Location, CancellationToken.None);
        var plan = await new TableScan(table, _store) { Manifests = all, Filter = Expression.GreaterThan("id", 0L) }.PlanAsync(CancellationToken.None);
        Assert.NotEmpty(plan.Tasks);
        await Assert.ThrowsAsync<IcebergException>(() => new TableScan(table, _store) { Manifests = half }.PlanAsync(CancellationToken.None));
    }

    async Task<TableMetadata> TableAsync(Random random, int manifests, int filesOfManifest, bool isEven, string codec = "deflate")
    {
        var staged = NewTable.Staged(new TableCreation(new TableIdentifier("main", "t"), Schema) { Spec = Spec }, Guid.NewGuid(), "memory://t", TimeProvider.System);
        var written = new List<ManifestFile>();
        for (var m = 0; m < manifests; m++)
        {
            var writer = new ManifestWriter(2, staged.Spec, staged.Schema, ManifestContent.Data, 9, codec);
            for (var i = 0; i < filesOfManifest; i++) writer.Add(RandomFile(random, $"memory://t/data/{m}-{i}.parquet", isEven));
            var (bytes, manifest) = writer.Complete($"memory://t/metadata/m{m}.avro");
            await _store.WriteAsync(manifest.ManifestPath, bytes, WriteMode.CreateNew, CancellationToken.None);
            written.Add(manifest);
        }
        var list = ManifestList.Write(written, 2, 9, null, 1, null);
        await _store.WriteAsync("memory://t/metadata/snap.avro", list.Bytes, WriteMode.CreateNew, CancellationToken.None);
        var snapshot = new Snapshot(9, null, 1, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()) { ManifestList = "memory://t/metadata/snap.avro", SchemaId = 0 };
        return new TableMetadataBuilder(staged, null, TimeProvider.System)
            .Apply([new TableUpdate.AddSnapshot(snapshot), new TableUpdate.SetSnapshotRef(SnapshotRef.MainBranch, SnapshotRef.Branch(9))]).Build();
    }

    static DataFile RandomFile(Random random, string path, bool isEven)
    {
        var rows = isEven ? 10 : random.Next(4);
        bool Gives() => isEven || random.Next(5) > 0;
        var nulls = isEven ? 0 : random.Next(rows + 1);
        var (id, shop, price) = (random.NextInt64(-20, 20), random.Next(3), random.Next(10) - 5.0);
        return new DataFile
        {
            FilePath = path,
            Partition = new PartitionTuple([random.Next(6) == 0 ? null : shop]),
            RecordCount = rows,
            FileSizeInBytes = 100,
            ValueCounts = ColumnCounts.Of(Schema.Fields.Where(_ => Gives()).Select(f => KeyValuePair.Create(f.Id, (long)rows))),
            NullValueCounts = ColumnCounts.Of(Schema.Fields.Where(_ => Gives()).Select(f => KeyValuePair.Create(f.Id, (long)nulls))),
            NanValueCounts = Gives() ? ColumnCounts.Of(KeyValuePair.Create(4, isEven ? 0L : random.Next(rows + 1))) : default,
            LowerBounds = Bounds(random, isEven, id, shop, "k", price),
            UpperBounds = Bounds(random, isEven, id + random.Next(8), shop, "kz", price + random.Next(4)),
        };
    }

    static ColumnBounds Bounds(Random random, bool isEven, long id, int shop, string kind, double price) => ColumnBounds.Of(new[]
    {
        // An int's bound under a long: the column was promoted.
        KeyValuePair.Create(1, !isEven && random.Next(3) == 0 ? BitConverter.GetBytes((int)id) : BitConverter.GetBytes(id)),
        KeyValuePair.Create(2, BitConverter.GetBytes(shop)),
        KeyValuePair.Create(3, System.Text.Encoding.UTF8.GetBytes(kind + random.Next(3).ToString(CultureInfo.InvariantCulture))),
        KeyValuePair.Create(4, BitConverter.GetBytes(random.Next(9) == 0 ? double.NaN : price)),
    }.Where(_ => isEven || random.Next(6) > 0));

    static Expression RandomFilter(Random random, int depth)
    {
        if (depth > 0 && random.Next(3) > 0)
        {
            var (left, right) = (RandomFilter(random, depth - 1), RandomFilter(random, depth - 1));
            return random.Next(3) switch { 0 => Expression.Or(left, right), 1 => Expression.Not(left), _ => Expression.And(left, right) };
        }
        var (name, literal) = random.Next(4) switch
        {
            0 => ("id", (object)random.NextInt64(-25, 25)),
            1 => ("shop", random.Next(4)),
            2 => ("kind", $"k{random.Next(4)}"),
            _ => ("price", random.Next(12) - 6.0),
        };
        return random.Next(9) switch
        {
            0 => Expression.Equal(name, literal),
            1 => Expression.NotEqual(name, literal),
            2 => Expression.LessThan(name, literal),
            3 => Expression.LessThanOrEqual(name, literal),
            4 => Expression.GreaterThan(name, literal),
            5 => Expression.GreaterThanOrEqual(name, literal),
            6 => Expression.In(name, literal),
            7 => Expression.IsNull(name),
            _ => Expression.NotNull(name),
        };
    }

    static string Describe(ScanPlan plan) => $"{plan.Counts}\n" + string.Join('\n', plan.Tasks.Select(t => $"{t.File} {t.File.Partition} {t.File.RecordCount} {Describe(t.File.MetricsOf(1))} {Describe(t.File.MetricsOf(3))} {t.Residual}"));

    static string Describe(FieldMetrics of) => $"{of.ValueCount} {of.NullCount} {Convert.ToHexString((of.LowerBound ?? default).Span)} {Convert.ToHexString((of.UpperBound ?? default).Span)}";
}
