using System.Collections.Immutable;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Sorting;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Schemas;

public sealed class SchemaUpdateTests
{
    static readonly Schema Start = new(0, new StructType(
        new NestedField(1, "id", IcebergType.Int, Required: true),
        new NestedField(2, "name", IcebergType.String),
        new NestedField(3, "point", new StructType(new NestedField(7, "x", IcebergType.Float, Required: true), new NestedField(8, "y", IcebergType.Float))),
        new NestedField(4, "points", new ListType(9, new StructType(new NestedField(10, "a", IcebergType.Int)))),
        new NestedField(5, "by_key", new MapType(11, new StructType(new NestedField(13, "k", IcebergType.Int)), 12, new StructType(new NestedField(14, "v", IcebergType.Decimal(9, 2))))),
        new NestedField(6, "day", IcebergType.Date)));

    static TableMetadata Table(int formatVersion = 2, Schema? schema = null, PartitionSpec? spec = null, params (string, string)[] properties)
    {
        var creation = new Catalogs.TableCreation(TestTables.Name, schema ?? Start)
        {
            Spec = spec ?? PartitionSpec.Unpartitioned,
            Properties = Json.StringMaps.Of([(TableProperties.FormatVersion, $"{formatVersion}"), .. properties]),
        };
        return new TableMetadataBuilder(null, null, TimeProvider.System).Apply(NewTable.Create(creation, Guid.NewGuid(), "file:///w/t")).Build();
    }

    static Schema After(TableMetadata table, params ImmutableArray<SchemaChange> changes)
    {
        var updates = new SchemaUpdate(changes).Plan(table);
        var next = new TableMetadataBuilder(table, null, TimeProvider.System).Apply(updates).Build();
        Assert.Null(TableRequirements.FirstFailure(TableRequirements.For(table, updates), table));
        return next.Schema;
    }

    static string Refusal(TableMetadata table, params ImmutableArray<SchemaChange> changes) =>
        Assert.Throws<IcebergException>(() => new SchemaUpdate(changes).Plan(table)).Message;

    [Fact]
    public void New_fields_get_new_ids_wherever_they_are_nested()
    {
        var schema = After(
            Table(),
            new SchemaChange.AddField(null, "a", new StructType(new NestedField(1, "b", new ListType(2, IcebergType.Int)))),
            new SchemaChange.AddField("point", "z", IcebergType.Float) { Doc = "up", Position = new FieldPosition.First() },
            new SchemaChange.AddField("points", "c", IcebergType.String) { Position = new FieldPosition.Before("a") },
            new SchemaChange.AddField("by_key.value", "w", IcebergType.Long),
            new SchemaChange.AddField(null, "first", IcebergType.Boolean) { Position = new FieldPosition.After("id") });
        Assert.Equal("id first name point points by_key day a", string.Join(' ', schema.Fields.Select(field => field.Name)));
        Assert.Equal((15, 16, 17), (schema.FindField("a")!.Id, schema.FindField("a.b")!.Id, schema.FindField("a.b.element")!.Id));
        Assert.Equal("struct<18: z: optional float (up), 7: x: required float, 8: y: optional float>", schema.FindField("point")!.Type.ToString());
        Assert.Equal("list<struct<19: c: optional string, 10: a: optional int>>", schema.FindField("points")!.Type.ToString());
        Assert.Equal("map<struct<13: k: optional int>, struct<14: v: optional decimal(9, 2), 20: w: optional long>>", schema.FindField("by_key")!.Type.ToString());
    }

    [Fact]
    public void Names_and_places_and_documents_change_and_ids_do_not()
    {
        var schema = After(
            Table(),
            new SchemaChange.RenameField("point.x", "east"),
            new SchemaChange.RenameField("points.element.a", "b"),
            new SchemaChange.MoveField("day", new FieldPosition.First()),
            new SchemaChange.MoveField("point.y", new FieldPosition.Before("east")),
            new SchemaChange.DropField("name"),
            new SchemaChange.RenameField("id", "name"),
            new SchemaChange.SetRequired("name", false),
            new SchemaChange.SetDoc("by_key.value.v", "money"));
        Assert.Equal("6: day, 1: name, 3: point, 4: points, 5: by_key", string.Join(", ", schema.Fields.Select(field => $"{field.Id}: {field.Name}")));
        Assert.Equal("struct<8: y: optional float, 7: east: required float>", schema.FindField("point")!.Type.ToString());
        Assert.Equal((10, "money", false), (schema.FindField("points.element.b")!.Id, schema.FindField("by_key.value.v")!.Doc, schema.FindField("name")!.Required));
    }

    [Fact]
    public void A_dropped_columns_id_is_never_given_again()
    {
        var table = Table();
        var schema = After(table, new SchemaChange.DropField("day"), new SchemaChange.AddField(null, "day", IcebergType.Date));
        Assert.Equal(15, schema.FindField("day")!.Id);
    }

    public static TheoryData<int, string, string, bool> Promotions() => new()
    {
        { 1, "int", "long", true }, { 2, "int", "long", true }, { 3, "float", "double", true }, { 2, "decimal(9, 2)", "decimal(18, 2)", true },
        { 2, "decimal(9, 2)", "decimal(18, 3)", false }, { 2, "decimal(9, 2)", "decimal(8, 2)", false }, { 2, "date", "timestamp", false }, { 3, "date", "timestamp", true },
        { 3, "date", "timestamp_ns", true }, { 3, "date", "timestamptz", false }, { 3, "long", "int", false }, { 3, "int", "string", false }, { 3, "timestamp", "timestamp_ns", false },
        { 3, "unknown", "string", true }, { 3, "unknown", "timestamptz", true },
    };

    [Theory]
    [MemberData(nameof(Promotions))]
    public void Types_change_as_the_specification_says(int formatVersion, string from, string to, bool allowed)
    {
        var table = Table(formatVersion, new Schema(0, new StructType(new NestedField(1, "c", IcebergType.Parse(from)), new NestedField(2, "s", new StructType(new NestedField(3, "c", IcebergType.Parse(from)))))));
        foreach (var path in new[] { "c", "s.c" })
        {
            var change = new SchemaChange.PromoteField(path, IcebergType.Parse(to));
            if (allowed) Assert.Equal(IcebergType.Parse(to), After(table, change).FindField(path)!.Type);
            else Assert.Equal($"Cannot change column type: {path}: {from} -> {to}", Refusal(table, change));
        }
    }

    [Theory]
    [InlineData("identity", false)]
    [InlineData("bucket[4]", false)]
    [InlineData("month", true)]
    [InlineData("day", true)]
    public void A_date_that_partitions_becomes_a_timestamp_only_where_the_partitions_values_stay(string transform, bool allowed)
    {
        var table = Table(3, null, new PartitionSpec(0, [new PartitionField(6, 1000, transform == "identity" ? "day" : "d", Transform.Parse(transform))]));
        var change = new SchemaChange.PromoteField("day", IcebergType.Timestamp);
        if (allowed) Assert.Equal(IcebergType.Timestamp, After(table, change).FindField("day")!.Type);
        else Assert.Contains("would have other values", Refusal(table, change), StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_need_version_3_and_the_first_one_stays()
    {
        var add = new SchemaChange.AddField(null, "n", IcebergType.Int) { Required = true, Default = 5 };
        Assert.Contains("not supported until v3", Refusal(Table(2), add), StringComparison.Ordinal);
        var field = After(Table(3), add, new SchemaChange.SetDefault("n", 6), new SchemaChange.PromoteField("n", IcebergType.Long)).FindField("n")!;
        Assert.Equal((5L, 6L, true), (field.InitialDefault, field.WriteDefault, field.Required));
        Assert.Null(After(Table(3), add, new SchemaChange.SetDefault("n", null)).FindField("n")!.WriteDefault);
        Assert.Contains("must default to null", Refusal(Table(3), new SchemaChange.AddField(null, "v", IcebergType.Variant) { Default = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void What_old_rows_may_contradict_is_refused_unless_allowed()
    {
        var add = new SchemaChange.AddField(null, "n", IcebergType.Int) { Required = true };
        Assert.Equal("Incompatible change: cannot add required column without a default value: n", Refusal(Table(), add));
        Assert.Equal("Cannot change column nullability: name: optional -> required", Refusal(Table(), new SchemaChange.SetRequired("name", true)));
        Assert.True(new SchemaUpdate(add, new SchemaChange.SetRequired("name", true)) { AllowsIncompatibleChanges = true }.Apply(Table()).FindField("name")!.Required);
    }

    [Fact]
    public void Identifier_fields_are_kept_from_harm()
    {
        var table = Table();
        var set = new SchemaChange.SetIdentifierFields(["id"]);
        Assert.Equal([1], After(table, set).IdentifierFieldIds);
        Assert.Contains("Cannot delete identifier field id", Refusal(table, set, new SchemaChange.DropField("id")), StringComparison.Ordinal);
        Assert.Contains("Cannot make identifier field id optional", Refusal(table, set, new SchemaChange.SetRequired("id", false)), StringComparison.Ordinal);
        Assert.Contains("not a required field", Refusal(table, new SchemaChange.SetIdentifierFields(["name"])), StringComparison.Ordinal);
        Assert.Contains("must not be float or double", Refusal(table, new SchemaChange.SetIdentifierFields(["point.x"])), StringComparison.Ordinal);
        Assert.Contains("not an identifier field", Refusal(table, new SchemaChange.DropIdentifierFields(["id"])), StringComparison.Ordinal);
        Assert.Empty(After(table, set, new SchemaChange.DropIdentifierFields(["id"]), new SchemaChange.DropField("id")).IdentifierFieldIds);
    }

    [Fact]
    public void Keys_of_maps_and_parts_of_lists_stay_what_they_are()
    {
        var table = Table();
        Assert.Equal("Cannot add to map keys: by_key.key", Refusal(table, new SchemaChange.AddField("by_key.key", "n", IcebergType.Int)));
        Assert.Equal("Cannot delete map keys: by_key.key.k", Refusal(table, new SchemaChange.DropField("by_key.key.k")));
        Assert.Contains("fixed names", Refusal(table, new SchemaChange.RenameField("points.element", "item")), StringComparison.Ordinal);
        Assert.Contains("delete the column that holds it", Refusal(table, new SchemaChange.DropField("by_key.value")), StringComparison.Ordinal);
        Assert.Equal("Cannot add to non-struct column: name: string", Refusal(table, new SchemaChange.AddField("name", "n", IcebergType.Int)));
    }

    [Fact]
    public void Names_are_told_apart_by_case_only_where_asked()
    {
        var add = new SchemaChange.AddField(null, "NAME", IcebergType.Int);
        Assert.Equal(2, After(Table(), add).Fields.Count(field => field.Name.Equals("name", StringComparison.OrdinalIgnoreCase)));
        var update = new SchemaUpdate(add) { CaseSensitive = false };
        Assert.Contains("name already exists", Assert.Throws<IcebergException>(() => update.Plan(Table())).Message, StringComparison.Ordinal);
        Assert.Equal(2, new SchemaUpdate(new SchemaChange.SetDoc("NAME", "x")) { CaseSensitive = false }.Apply(Table()).Fields.First(field => field.Doc == "x").Id);
    }

    [Fact]
    public void A_column_that_partitions_or_sorts_new_files_is_not_dropped()
    {
        var table = Table(2, null, new PartitionSpec(0, [new PartitionField(1, 1000, "b", Transform.Bucket(4))]));
        Assert.Contains("Cannot find source column for partition field b", Refusal(table, new SchemaChange.DropField("id")), StringComparison.Ordinal);
        var sorted = new TableMetadataBuilder(Table(), null, TimeProvider.System)
            .Apply(SortKey.Plan(Table(), [new SortKey("name", Transform.Identity, SortDirection.Asc, NullOrder.NullsFirst)])).Build();
        Assert.Contains("Cannot find source column for sort field", Refusal(sorted, new SchemaChange.DropField("name")), StringComparison.Ordinal);
        Assert.Throws<IcebergException>(() => new TableMetadataBuilder(sorted, null, TimeProvider.System)
            .Apply([new TableUpdate.AddSchema(new Schema(9, new StructType(Start.Fields[0]))), new TableUpdate.SetCurrentSchema(TableUpdate.LastAdded)]).Build());
    }

    [Fact]
    public void The_name_mapping_and_column_properties_follow()
    {
        var table = Table(2, null, null, (NameMapping.Property, NameMapping.Of(Start).ToJson()), ("write.metadata.metrics.column.name", "full"), ("write.metadata.metrics.column.day", "none"));
        var updates = new SchemaUpdate(new SchemaChange.RenameField("name", "title"), new SchemaChange.DropField("day"), new SchemaChange.AddField("point", "z", IcebergType.Int)).Plan(table);
        var properties = new TableMetadataBuilder(table, null, TimeProvider.System).Apply(updates).Build().Properties;
        var mapping = NameMapping.FromJson(properties[NameMapping.Property]);
        Assert.Equal((2, 2, 15), (mapping.Find("title")!.FieldId, mapping.Find("name")!.FieldId, mapping.Find("point", "z")!.FieldId));
        Assert.Equal("full", properties["write.metadata.metrics.column.title"]);
        Assert.DoesNotContain("write.metadata.metrics.column.name", properties.Keys);
        Assert.DoesNotContain("write.metadata.metrics.column.day", properties.Keys);
    }

    [Fact]
    public void Nothing_is_committed_where_nothing_changes() =>
        Assert.Empty(new SchemaUpdate(new SchemaChange.SetDoc("name", null), new SchemaChange.PromoteField("id", IcebergType.Int)).Plan(Table()));

    [Fact]
    public void A_replaced_column_keeps_its_place_and_name_under_a_new_id()
    {
        var schema = After(Table(), new SchemaChange.SetIdentifierFields(["id"]), new SchemaChange.ReplaceColumn("id", IcebergType.String));
        Assert.Equal("15: id: required string", schema.Fields[0].ToString());
        Assert.Equal([15], schema.IdentifierFieldIds);
    }
}
