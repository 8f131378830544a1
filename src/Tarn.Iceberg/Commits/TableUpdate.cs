using System.Collections.Immutable;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Sorting;

namespace Tarn.Iceberg.Commits;

/// <summary>One change of a table's metadata, in the words of the REST catalog specification (<c>TableUpdate</c>).</summary>
public abstract record TableUpdate
{
    /// <summary>The id that means what the same commit added last.</summary>
    public const int LastAdded = -1;

    private TableUpdate()
    {
    }

    public sealed record AssignUuid(Guid Uuid) : TableUpdate;

    public sealed record UpgradeFormatVersion(int FormatVersion) : TableUpdate;

    /// <summary>Adds a schema; one that the table has already is found again, whatever the id.</summary>
    public sealed record AddSchema(Schema Schema) : TableUpdate;

    public sealed record SetCurrentSchema(int SchemaId) : TableUpdate;

    public sealed record AddSpec(PartitionSpec Spec) : TableUpdate;

    public sealed record SetDefaultSpec(int SpecId) : TableUpdate;

    public sealed record AddSortOrder(SortOrder SortOrder) : TableUpdate;

    public sealed record SetDefaultSortOrder(int SortOrderId) : TableUpdate;

    public sealed record AddSnapshot(Snapshot Snapshot) : TableUpdate;

    public sealed record SetSnapshotRef(string RefName, SnapshotRef Ref) : TableUpdate;

    public sealed record RemoveSnapshots(ImmutableArray<long> SnapshotIds) : TableUpdate;

    public sealed record RemoveSnapshotRef(string RefName) : TableUpdate;

    public sealed record SetLocation(string Location) : TableUpdate;

    public sealed record SetProperties(ImmutableSortedDictionary<string, string> Updates) : TableUpdate;

    public sealed record RemoveProperties(ImmutableArray<string> Removals) : TableUpdate;

    public sealed record SetStatistics(StatisticsFile Statistics) : TableUpdate;

    public sealed record RemoveStatistics(long SnapshotId) : TableUpdate;

    public sealed record SetPartitionStatistics(PartitionStatisticsFile PartitionStatistics) : TableUpdate;

    public sealed record RemovePartitionStatistics(long SnapshotId) : TableUpdate;

    public sealed record RemovePartitionSpecs(ImmutableArray<int> SpecIds) : TableUpdate;

    public sealed record RemoveSchemas(ImmutableArray<int> SchemaIds) : TableUpdate;

    public sealed record AddEncryptionKey(EncryptedKey EncryptionKey) : TableUpdate;

    public sealed record RemoveEncryptionKey(string KeyId) : TableUpdate;
}
