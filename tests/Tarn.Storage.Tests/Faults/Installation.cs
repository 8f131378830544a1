using System.Security.Cryptography;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Storage.Catalogs;
using Tarn.Storage.Local;
using Tarn.Storage.State;

namespace Tarn.Storage.Tests.Faults;

/// <summary>A state store, a warehouse and one table in a folder, as each process of an installation opens them.</summary>
sealed class Installation : IDisposable
{
    public static readonly TableIdentifier Orders = new("main", "orders");

    Installation(string folder, StateDatabase database)
    {
        Database = database;
        Warehouse = Path.Combine(folder, "warehouse");
        Store = new LocalObjectStore(new AllowedLocations(Warehouse, [Path.Combine(folder, "elsewhere")]));
        Catalog = new SqliteCatalog("tarn", database, Store, $"file://{Warehouse}", TimeProvider.System);
    }

    public StateDatabase Database { get; }

    public string Warehouse { get; }

    public LocalObjectStore Store { get; }

    public SqliteCatalog Catalog { get; }

    public static async Task<Installation> OpenAsync(string folder) =>
        new(folder, await StateDatabase.OpenAsync(Path.Combine(folder, "state.db"), CancellationToken.None));

    public static TableCreation Creation(TableIdentifier identifier) =>
        new(identifier, new Schema(0, new StructType([new NestedField(1, "id", IcebergType.Long, Required: true), new NestedField(2, "note", IcebergType.String)])));

    public async Task<Table> CreateOrdersAsync()
    {
        await Catalog.CreateNamespaceAsync(Orders.Namespace, StringMaps.Empty, CancellationToken.None);
        return await Catalog.CreateTableAsync(Creation(Orders), CancellationToken.None);
    }

    /// <summary>Commits one snapshot on top of what is there, trying again after every conflict.</summary>
    public async Task<long> AppendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var table = await Catalog.LoadTableAsync(Orders, cancellationToken);
            var commit = Append(table);
            switch (await Catalog.CommitAsync(commit, cancellationToken))
            {
                case CommitOutcome.Committed committed:
                    return committed.Metadata.CurrentSnapshotId!.Value;
                case CommitOutcome.Unknown unknown:
                    throw unknown.Cause;
                default:
                    continue;
            }
        }
    }

    public static TableCommit Append(Table table)
    {
        var parent = table.Metadata.CurrentSnapshotId;
        var id = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue;
        var snapshot = new Snapshot(id, parent, table.Metadata.LastSequenceNumber + 1, table.Metadata.LastUpdatedMs + 1)
        {
            ManifestList = $"{table.Location}/metadata/snap-{id}.avro",
            SchemaId = table.Metadata.CurrentSchemaId,
            Summary = StringMaps.Of((SnapshotOperation.Key, SnapshotOperation.Append)),
        };
        return new TableCommit(table.Identifier,
            [new TableRequirement.AssertTableUuid(table.Metadata.TableUuid!.Value), new TableRequirement.AssertRefSnapshotId(SnapshotRef.MainBranch, parent)],
            [new TableUpdate.AddSnapshot(snapshot), new TableUpdate.SetSnapshotRef(SnapshotRef.MainBranch, SnapshotRef.Branch(id))]);
    }

    public void Dispose() => Database.Dispose();
}
