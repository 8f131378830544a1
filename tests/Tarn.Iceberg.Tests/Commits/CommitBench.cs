using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;
using Tarn.Testing.Faults;

namespace Tarn.Iceberg.Commits;

/// <summary>A table in memory, partitioned by a string, whose data files are only entries, and faults on the way to it.</summary>
sealed class CommitBench
{
    static readonly TableIdentifier Name = new("ns", "t");

    readonly MemoryObjectStore _store = new();
    readonly InMemoryCatalog _inner;
    readonly FaultingCatalog _catalog;

    CommitBench(FaultPlan plan)
    {
        var faulty = new FaultingObjectStore(_store, plan);
        _inner = new InMemoryCatalog("test", faulty, "file:///w", TimeProvider.System);
        _catalog = new FaultingCatalog(_inner, faulty, plan);
    }

    public ICollection<string> Locations => _store.Locations;

    public static async Task<CommitBench> CreateAsync(int formatVersion, FaultPlan? plan = null, params (string Key, string Value)[] properties)
    {
        var bench = new CommitBench(plan ?? new FaultPlan(0, FaultKind.Fail));
        await bench._inner.CreateNamespaceAsync(new Namespace("ns"), StringMaps.Empty, CancellationToken.None);
        var schema = new Schema(0, new StructType(new NestedField(1, "id", IcebergType.Long, Required: true), new NestedField(2, "p", IcebergType.String)));
        await bench._inner.CreateTableAsync(
            new TableCreation(Name, schema)
            {
                Spec = new PartitionSpec(0, [new PartitionField(2, 1000, "p", Transform.Identity)]),
                Properties = StringMaps.Of([(TableProperties.FormatVersion, $"{formatVersion}"), (TableProperties.CommitMinRetryWaitMs, "1"), (TableProperties.CommitMaxRetryWaitMs, "2"), .. properties]),
            },
            CancellationToken.None);
        return bench;
    }

    public static DataFile File(string name, string partition, long first = 0, long rows = 10) => new()
    {
        FilePath = $"file:///w/ns/t/data/p={partition}/{name}.parquet",
        Partition = new PartitionTuple([partition]),
        RecordCount = rows,
        FileSizeInBytes = 1000 + rows,
        ValueCounts = ColumnCounts.Of(new KeyValuePair<int, long>(1, rows)),
        NullValueCounts = ColumnCounts.Of(new KeyValuePair<int, long>(1, 0)),
        LowerBounds = ColumnBounds.Of(new KeyValuePair<int, byte[]>(1, SingleValueBinary.Encode(IcebergType.Long, first))),
        UpperBounds = ColumnBounds.Of(new KeyValuePair<int, byte[]>(1, SingleValueBinary.Encode(IcebergType.Long, first + rows - 1))),
        SplitOffsets = [4],
    };

    public static DataFile Vector(DataFile target, long rows, string puffin = "dv") => new()
    {
        Content = DataFileContent.PositionDeletes,
        Format = FileFormat.Puffin,
        FilePath = $"file:///w/ns/t/data/{puffin}.puffin",
        Partition = target.Partition,
        RecordCount = rows,
        FileSizeInBytes = 500,
        ReferencedDataFile = target.FilePath,
        ContentOffset = 4,
        ContentSizeInBytes = 40,
    };

    public Task<Table> LoadAsync() => _catalog.LoadTableAsync(Name, CancellationToken.None);

    public async Task<CommitOutcome> CommitAsync(SnapshotChange change, Table? basis = null) =>
        await SnapshotCommit.RunAsync(basis ?? await LoadAsync(), change, TimeProvider.System, CancellationToken.None);

    public async Task<TableMetadata> CommittedAsync(SnapshotChange change, Table? basis = null) =>
        Assert.IsType<CommitOutcome.Committed>(await CommitAsync(change, basis)).Metadata;

    public async Task<ScanPlan> PlanAsync(Expression? filter = null, SnapshotSelector? selector = null)
    {
        var table = await LoadAsync();
        return await new TableScan(table.Metadata, table.Store) { Filter = filter ?? Expression.True, Selector = selector ?? new SnapshotSelector.Current() }.PlanAsync(CancellationToken.None);
    }

    /// <summary>The names of the live data files, with the number of their deletes where they have any.</summary>
    public async Task<string> FilesAsync(SnapshotSelector? selector = null) =>
        string.Join(' ', (await PlanAsync(selector: selector)).Tasks
            .Select(task => Path.GetFileNameWithoutExtension(task.File.FilePath) + (task.Deletes.IsEmpty ? "" : $"-{task.Deletes.Sum(delete => delete.RecordCount)}"))
            .Order(StringComparer.Ordinal));
}
