using System.Collections.Immutable;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Sorting;

namespace Tarn.Iceberg.Metadata;

/// <summary>The updates that create a table, and those that replace one by another schema while it keeps its history.</summary>
public static class NewTable
{
    /// <summary>Fields get fresh ids from 1, partition fields from 1000; spec and order follow their columns by name.</summary>
    public static ImmutableArray<TableUpdate> Create(TableCreation creation, Guid uuid, string location)
    {
        var schema = FieldIds.AssignFresh(creation.Schema, out _).WithId(0);
        var formatVersion = TableProperties.Int(creation.Properties, TableProperties.FormatVersion, 2);
        return
        [
            new TableUpdate.AssignUuid(uuid),
            new TableUpdate.UpgradeFormatVersion(formatVersion),
            new TableUpdate.AddSchema(schema),
            new TableUpdate.SetCurrentSchema(TableUpdate.LastAdded),
            new TableUpdate.AddSpec(Rebind(creation.Spec, creation.Schema, schema)),
            new TableUpdate.SetDefaultSpec(TableUpdate.LastAdded),
            new TableUpdate.AddSortOrder(Rebind(creation.SortOrder, creation.Schema, schema)),
            new TableUpdate.SetDefaultSortOrder(TableUpdate.LastAdded),
            new TableUpdate.SetLocation(location),
            new TableUpdate.SetProperties(Persisted(creation.Properties)),
        ];
    }

    /// <summary>The metadata that <see cref="Create"/>'s updates make, which nothing holds yet.</summary>
    public static TableMetadata Staged(TableCreation creation, Guid uuid, string location, TimeProvider time) =>
        new TableMetadataBuilder(null, null, time).Apply(Create(creation, uuid, location)).Build();

    /// <summary>Columns that the table had under the same name keep their ids; snapshots stay reachable by id, but none is current.</summary>
    public static ImmutableArray<TableUpdate> Replace(TableMetadata current, TableCreation creation)
    {
        var lastColumnId = current.LastColumnId;
        var schema = FieldIds.AssignFrom(creation.Schema, current.Schema, ref lastColumnId);
        var formatVersion = TableProperties.Int(creation.Properties, TableProperties.FormatVersion, current.FormatVersion);
        return
        [
            new TableUpdate.UpgradeFormatVersion(formatVersion),
            new TableUpdate.RemoveSnapshotRef(SnapshotRef.MainBranch),
            new TableUpdate.AddSchema(schema),
            new TableUpdate.SetCurrentSchema(TableUpdate.LastAdded),
            new TableUpdate.AddSpec(Rebind(creation.Spec, creation.Schema, schema)),
            new TableUpdate.SetDefaultSpec(TableUpdate.LastAdded),
            new TableUpdate.AddSortOrder(Rebind(creation.SortOrder, creation.Schema, schema)),
            new TableUpdate.SetDefaultSortOrder(TableUpdate.LastAdded),
            new TableUpdate.SetLocation(creation.Location ?? current.Location),
            new TableUpdate.SetProperties(Persisted(creation.Properties)),
        ];
    }

    static PartitionSpec Rebind(PartitionSpec spec, Schema from, Schema to) => spec with
    {
        // Field id 0 asks for the id that the table has for such a field, or the next one.
        Fields = [.. spec.Fields.Select(field => field with { FieldId = 0, SourceIds = Rebind(field.SourceIds, from, to, $"partition field {field.Name}") })],
    };

    static SortOrder Rebind(SortOrder order, Schema from, Schema to) => order with
    {
        Fields = [.. order.Fields.Select(field => field with { SourceIds = Rebind(field.SourceIds, from, to, "sort field") })],
    };

    static ImmutableArray<int> Rebind(ImmutableArray<int> sources, Schema from, Schema to, string owner) =>
    [
        .. sources.Select(id => from.FindName(id) is { } name
            ? to.FindField(name)!.Id
            : throw IcebergException.Invalid($"Cannot find source column for {owner}: {id}")),
    ];

    static ImmutableSortedDictionary<string, string> Persisted(ImmutableSortedDictionary<string, string> properties) =>
        properties.RemoveRange(TableProperties.Reserved);
}
