using System.Collections.Immutable;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Partitioning;

public sealed class PartitionSpecUpdateTests
{
    static TableMetadata Table(int formatVersion, params ImmutableArray<PartitionField> fields)
    {
        var schema = new Schema(0, new StructType(
            new NestedField(1, "id", IcebergType.Long), new NestedField(2, "ts", IcebergType.Timestamp), new NestedField(3, "region", IcebergType.String),
            new NestedField(4, "l", new ListType(5, IcebergType.Int)), new NestedField(6, "s", new StructType(new NestedField(7, "c", IcebergType.Int)))));
        var creation = new Catalogs.TableCreation(TestTables.Name, schema) { Spec = new PartitionSpec(0, fields), Properties = Json.StringMaps.Of((TableProperties.FormatVersion, $"{formatVersion}")) };
        return new TableMetadataBuilder(null, null, TimeProvider.System).Apply(NewTable.Create(creation, Guid.NewGuid(), "file:///w/t")).Build();
    }

    static TableMetadata After(TableMetadata table, params ImmutableArray<PartitionChange> changes) =>
        new TableMetadataBuilder(table, null, TimeProvider.System).Apply(new PartitionSpecUpdate(changes).Plan(table)).Build();

    static string Refusal(TableMetadata table, params ImmutableArray<PartitionChange> changes) =>
        Assert.Throws<IcebergException>(() => new PartitionSpecUpdate(changes).Plan(table)).Message;

    static PartitionChange.AddField Add(string column, string transform, string? name = null) => new(new PartitionSource(column, Transform.Parse(transform)), name);

    static PartitionChange.RemoveSource Remove(string column, string transform) => new(new PartitionSource(column, Transform.Parse(transform)));

    static string Text(TableMetadata table) => $"{table.DefaultSpecId}: {string.Join(", ", table.Spec.Fields)}";

    static readonly PartitionField Region = new(3, 1000, "region", Transform.Identity);

    [Fact]
    public void Fields_are_added_under_the_references_names()
    {
        var table = After(Table(2, Region), Add("id", "bucket[16]"), Add("ts", "day"), Add("s.c", "identity"), Add("region", "truncate[2]", "two"));
        Assert.Equal("1: 1000: region: identity(3), 1001: id_bucket_16: bucket[16](1), 1002: ts_day: day(2), 1003: s.c: identity(7), 1004: two: truncate[2](3)", Text(table));
        Assert.Equal(1004, table.LastPartitionId);
    }

    [Fact]
    public void A_field_that_comes_back_has_its_id_and_an_equal_spec_its_own()
    {
        var first = After(Table(2, Region), Add("ts", "day"));
        var without = After(first, Remove("ts", "day"));
        Assert.Equal("0: 1000: region: identity(3)", Text(without));
        Assert.Equal(Text(first), Text(After(without, Add("ts", "day"))));
        Assert.Equal("2: 1000: region: identity(3), 1002: d: day(2)", Text(After(without, Add("ts", "day", "d"))));
        Assert.Equal("2: 1001: ts_day: day(2)", Text(After(without, Remove("region", "identity"), Add("ts", "day"))));
    }

    [Fact]
    public void Version_1_keeps_removed_fields_as_void()
    {
        var table = After(Table(1, Region), Remove("region", "identity"), Add("ts", "day"));
        Assert.Equal("1: 1000: region: void(3), 1001: ts_day: day(2)", Text(table));
        Assert.Equal("2: 1000: region_1000: void(3), 1001: ts_day: day(2), 1002: region: identity(3)", Text(After(table, Add("region", "identity"))));
    }

    [Fact]
    public void A_field_is_replaced_and_renamed_in_one_step()
    {
        var table = After(Table(2, Region, new PartitionField(2, 1001, "d", Transform.Day)), new PartitionChange.RemoveField("d"), Add("ts", "hour", "d"), new PartitionChange.RenameField("region", "r"));
        Assert.Equal("1: 1000: r: identity(3), 1002: d: hour(2)", Text(table));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var table = Table(2, Region);
        Assert.Contains("duplicate partition field", Refusal(table, Add("region", "identity", "other")), StringComparison.Ordinal);
        Assert.Contains("redundant partition field", Refusal(table, Add("ts", "day"), Add("ts", "hour")), StringComparison.Ordinal);
        Assert.Contains("Cannot find partition field to remove: nope", Refusal(table, new PartitionChange.RemoveField("nope")), StringComparison.Ordinal);
        Assert.Contains("Cannot find field 'nope'", Refusal(table, Add("nope", "identity")), StringComparison.Ordinal);
        Assert.Contains("Invalid source type string for transform: day", Refusal(table, Add("region", "day")), StringComparison.Ordinal);
        Assert.Contains("inside a list", Refusal(table, Add("l.element", "identity")), StringComparison.Ordinal);
        Assert.Contains("name that exists in schema: ts", Refusal(table, Add("id", "bucket[4]", "ts")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_of_former_specs_may_be_dropped()
    {
        var table = After(Table(2, Region), Remove("region", "identity"));
        var dropped = new TableMetadataBuilder(table, null, TimeProvider.System).Apply(new SchemaUpdate(new SchemaChange.DropField("region")).Plan(table)).Build();
        Assert.Null(dropped.Schema.FindField("region"));
    }
}
