using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg;

/// <summary>Small tables in memory.</summary>
static class TestTables
{
    public static Schema Schema { get; } = new(0, new StructType(
        new NestedField(10, "id", IcebergType.Long, Required: true),
        new NestedField(20, "ts", IcebergType.Timestamptz),
        new NestedField(30, "point", new StructType(new NestedField(40, "x", IcebergType.Double)))));

    public static TableIdentifier Name { get; } = new("ns", "t");

    public static TableCreation Creation(int formatVersion = 2) => new(Name, Schema)
    {
        Spec = new PartitionSpec(0, [new PartitionField(20, 1000, "day", Transform.Day)]),
        Properties = StringMaps.Of((TableProperties.FormatVersion, $"{formatVersion}"), ("owner", "me")),
    };

    public static TableMetadata New(int formatVersion = 2) =>
        new TableMetadataBuilder(null, null, TimeProvider.System).Apply(NewTable.Create(Creation(formatVersion), Guid.NewGuid(), "file:///w/t")).Build();

    public static Snapshot Snapshot(TableMetadata metadata, long id, long timestampMs = 1000, long rows = 0) =>
        new(id, metadata.CurrentSnapshotId, metadata.LastSequenceNumber + 1, timestampMs)
        {
            ManifestList = $"file:///w/t/metadata/{id}.avro",
            SchemaId = metadata.CurrentSchemaId,
            Summary = StringMaps.Of((SnapshotOperation.Key, SnapshotOperation.Append)),
            FirstRowId = metadata.FormatVersion >= 3 ? metadata.NextRowId : null,
            AddedRows = metadata.FormatVersion >= 3 ? rows : null,
        };

    public static async Task<InMemoryCatalog> CatalogAsync(TimeProvider? time = null)
    {
        var clock = time ?? TimeProvider.System;
        var catalog = new InMemoryCatalog("test", new InMemoryObjectStore(clock), "file:///w", clock);
        await catalog.CreateNamespaceAsync(new Namespace("ns"), StringMaps.Empty, CancellationToken.None);
        return catalog;
    }
}
