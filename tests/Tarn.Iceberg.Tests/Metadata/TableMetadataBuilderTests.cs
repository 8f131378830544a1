using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Metadata;

public sealed class TableMetadataBuilderTests
{
    [Fact]
    public void A_new_table_gets_its_own_ids()
    {
        var table = TestTables.New();
        Assert.Equal([1, 2, 3, 4], table.Schema.AllFields.Select(field => field.Id));
        Assert.Equal((2, 1000, 4, 1000), (table.Spec.Fields[0].SourceId, table.Spec.Fields[0].FieldId, table.LastColumnId, table.LastPartitionId));
        Assert.Equal(["owner"], table.Properties.Keys);
        Assert.Equal((2, 0, 0, null), (table.FormatVersion, table.DefaultSpecId, table.DefaultSortOrderId, table.CurrentSnapshotId));
    }

    [Fact]
    public void An_equal_schema_spec_or_order_is_found_again()
    {
        var table = TestTables.New();
        var same = Change(table, new TableUpdate.AddSchema(table.Schema.WithId(9)), new TableUpdate.SetCurrentSchema(-1), new TableUpdate.AddSpec(table.Spec with { SpecId = 5 }));
        Assert.Same(table, same);
        Assert.Same(table, Change(table, new TableUpdate.SetProperties(table.Properties), new TableUpdate.SetLocation(table.Location + "/"), new TableUpdate.AssignUuid(table.TableUuid!.Value)));
        Assert.Single(same.Schemas);
        Assert.Single(same.PartitionSpecs);
    }

    [Fact]
    public void A_partition_field_of_a_former_spec_keeps_its_id_and_new_ones_count_on()
    {
        var table = TestTables.New();
        var wider = Change(table, new TableUpdate.AddSpec(new PartitionSpec(0, [new(2, 0, "ts_day", Transform.Day), new(1, 0, "b", Transform.Bucket(4))])), new TableUpdate.SetDefaultSpec(-1));
        Assert.Equal([1000, 1001], wider.Spec.Fields.Select(field => field.FieldId));
        Assert.Equal((1, 1001), (wider.DefaultSpecId, wider.LastPartitionId));
    }

    [Fact]
    public void Snapshots_advance_sequence_number_row_ids_and_the_log()
    {
        var table = TestTables.New(3);
        var first = Commit(table, 1, 1000, rows: 10);
        var second = Commit(first, 2, 2000, rows: 5);
        Assert.Equal((2L, 15L, 2L), (second.LastSequenceNumber, second.NextRowId, second.CurrentSnapshotId));
        Assert.Equal([1L, 2L], second.SnapshotLog.Select(entry => entry.SnapshotId));
        Assert.Equal(1L, second.SnapshotAsOf(DateTimeOffset.FromUnixTimeMilliseconds(1999)).SnapshotId);
        Assert.Equal(2L, second.SnapshotAsOf(DateTimeOffset.FromUnixTimeMilliseconds(2000)).SnapshotId);
        Assert.Equal(IcebergErrorKind.NoSuchSnapshot, Assert.Throws<IcebergException>(() => second.SnapshotAsOf(DateTimeOffset.FromUnixTimeMilliseconds(999))).Kind);
        Assert.Equal([2L, 1L], second.AncestorsOf(2).Select(snapshot => snapshot.SnapshotId));
    }

    [Fact]
    public void Time_travel_follows_rollbacks()
    {
        var table = Commit(Commit(TestTables.New(), 1, 1000), 2, 2000);
        var rolledBack = Change(table, new TableUpdate.SetSnapshotRef("main", SnapshotRef.Branch(1)));
        Assert.Equal([1L, 2L, 1L], rolledBack.SnapshotLog.Select(entry => entry.SnapshotId));
        Assert.Equal(2L, rolledBack.SnapshotAsOf(DateTimeOffset.FromUnixTimeMilliseconds(2500)).SnapshotId);
        Assert.Equal(1L, rolledBack.SnapshotAsOf(TimeProvider.System.GetUtcNow()).SnapshotId);
    }

    [Fact]
    public void Removing_a_snapshot_cuts_the_log_before_the_gap_and_takes_references_and_statistics_along()
    {
        var table = Commit(Commit(Commit(TestTables.New(), 1, 1000), 2, 2000), 3, 3000);
        table = Change(table, new TableUpdate.SetSnapshotRef("old", SnapshotRef.Tag(2)), new TableUpdate.SetStatistics(new StatisticsFile(2, "s", 1, 1, [])));
        var expired = Change(table, new TableUpdate.RemoveSnapshots([2]));
        Assert.Equal([3L], expired.SnapshotLog.Select(entry => entry.SnapshotId));
        Assert.Equal(["main"], expired.Refs.Keys);
        Assert.Empty(expired.Statistics);
        Assert.Equal([1L, 3L], expired.Snapshots.Select(snapshot => snapshot.SnapshotId));
    }

    [Fact]
    public void The_metadata_log_is_trimmed_by_its_property()
    {
        var table = Change(TestTables.New(), new TableUpdate.SetProperties(StringMaps.Of((TableProperties.MetadataPreviousVersionsMax, "2"))));
        for (var i = 0; i < 5; i++)
            table = new TableMetadataBuilder(table, $"file:///m{i}", TimeProvider.System).Apply(new TableUpdate.SetProperties(StringMaps.Of(("n", $"{i}")))).Build();
        Assert.Equal(["file:///m3", "file:///m4"], table.MetadataLog.Select(entry => entry.MetadataFile));
    }

    [Fact]
    public void A_stale_snapshot_is_a_conflict_and_not_an_error()
    {
        var table = Commit(TestTables.New(), 1, 1000);
        var stale = TestTables.Snapshot(table, 5) with { SequenceNumber = 1 };
        Assert.Equal(IcebergErrorKind.CommitConflict, Assert.Throws<IcebergException>(() => Change(table, new TableUpdate.AddSnapshot(stale))).Kind);
    }

    public static TheoryData<string, TableUpdate> Refused => new()
    {
        { "Cannot downgrade v2 table to v1", new TableUpdate.UpgradeFormatVersion(1) },
        { "unsupported format version: v4", new TableUpdate.UpgradeFormatVersion(4) },
        { "Cannot set last added schema: no schema has been added", new TableUpdate.SetCurrentSchema(-1) },
        { "unknown schema: 8", new TableUpdate.SetCurrentSchema(8) },
        { "no spec has been added", new TableUpdate.SetDefaultSpec(-1) },
        { "no sort order has been added", new TableUpdate.SetDefaultSortOrder(-1) },
        { "Cannot remove the current schema", new TableUpdate.RemoveSchemas([0]) },
        { "Cannot remove the default partition spec", new TableUpdate.RemovePartitionSpecs([0]) },
        { "Cannot set b to unknown snapshot: 77", new TableUpdate.SetSnapshotRef("b", SnapshotRef.Branch(77)) },
        { "timestamp_ns is not supported until v3", new TableUpdate.AddSchema(new Schema(0, new StructType(new NestedField(9, "n", IcebergType.TimestampNs)))) },
        { "Cannot find source column for partition field p: 99", new TableUpdate.AddSpec(new PartitionSpec(0, [new(99, 0, "p", Transform.Identity)])) },
        { "Invalid source type long for transform: day", new TableUpdate.AddSpec(new PartitionSpec(0, [new(1, 0, "p", Transform.Day)])) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Updates_that_do_not_fit_are_refused(string message, TableUpdate update)
    {
        var error = Assert.Throws<IcebergException>(() => Change(TestTables.New(), update));
        Assert.Equal(IcebergErrorKind.InvalidArgument, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replacing_a_table_keeps_the_ids_of_known_columns_and_the_history()
    {
        var table = Commit(TestTables.New(), 1, 1000);
        var creation = TestTables.Creation() with
        {
            Schema = new Schema(0, new StructType(new NestedField(1, "fresh", IcebergType.Int), new NestedField(2, "id", IcebergType.Long, Required: true))),
            Spec = PartitionSpec.Unpartitioned,
        };
        var replaced = Change(table, [.. NewTable.Replace(table, creation)]);
        Assert.Equal((5, 1), (replaced.Schema.FindField("fresh")!.Id, replaced.Schema.FindField("id")!.Id));
        Assert.Null(replaced.CurrentSnapshotId);
        Assert.Single(replaced.Snapshots);
        Assert.Empty(replaced.Spec.Fields);
    }

    static TableMetadata Change(TableMetadata table, params TableUpdate[] updates) => new TableMetadataBuilder(table, null, TimeProvider.System).Apply(updates).Build();

    static TableMetadata Commit(TableMetadata table, long id, long timestampMs, long rows = 0) =>
        Change(table, new TableUpdate.AddSnapshot(TestTables.Snapshot(table, id, timestampMs, rows)), new TableUpdate.SetSnapshotRef("main", SnapshotRef.Branch(id)));
}
