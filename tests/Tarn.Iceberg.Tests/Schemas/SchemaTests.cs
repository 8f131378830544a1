using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Schemas;

public sealed class SchemaTests
{
    static readonly Schema Nested = new(0, new StructType(
        new NestedField(1, "id", IcebergType.Long, Required: true),
        new NestedField(2, "points", new ListType(3, new StructType(new NestedField(4, "X", IcebergType.Double)))),
        new NestedField(5, "props", new MapType(6, IcebergType.String, 7, new StructType(new NestedField(8, "v", IcebergType.Int))))), 1);

    [Theory]
    [InlineData("points.element.X", 4)]
    [InlineData("points.X", 4)]
    [InlineData("points.element", 3)]
    [InlineData("props.key", 6)]
    [InlineData("props.value.v", 8)]
    [InlineData("props.v", 8)]
    public void Nested_fields_are_found_by_path(string path, int id)
    {
        Assert.Equal(id, Nested.FindField(path)?.Id);
        Assert.Equal(id, Nested.FindField(path.ToUpperInvariant(), caseSensitive: false)?.Id);
        Assert.Null(Nested.FindField(path + "?"));
    }

    [Fact]
    public void Schemas_survive_JSON()
    {
        Assert.Equal(Nested, Schema.FromJson(Nested.ToJson()));
        Assert.Equal([1], Schema.FromJson(Nested.ToJson()).IdentifierFieldIds);
    }

    [Fact]
    public void Fields_inside_lists_and_maps_are_repeated()
    {
        Assert.True(Nested.IsRepeated(4));
        Assert.True(Nested.IsRepeated(8));
        Assert.False(Nested.IsRepeated(2));
    }

    [Theory]
    [InlineData(2, "not a primitive type field")]
    [InlineData(4, "not a required field")]
    [InlineData(99, "not found in the schema")]
    public void Identifier_fields_are_required_primitives(int id, string message) =>
        Assert.Contains(message, Assert.Throws<IcebergException>(() => new Schema(0, Nested.AsStruct, id)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_id_or_name_twice_is_refused()
    {
        Assert.Throws<IcebergException>(() => new StructType(new NestedField(1, "a", IcebergType.Int), new NestedField(2, "a", IcebergType.Int)));
        Assert.Throws<IcebergException>(() => new Schema(0, new StructType(new NestedField(1, "a", IcebergType.Int), new NestedField(1, "b", IcebergType.Int))).HighestFieldId);
    }

    [Theory]
    [InlineData("int", "long", 1, true)]
    [InlineData("long", "int", 3, false)]
    [InlineData("decimal(9, 2)", "decimal(18, 2)", 1, true)]
    [InlineData("decimal(9, 2)", "decimal(18, 3)", 3, false)]
    [InlineData("date", "timestamp", 2, false)]
    [InlineData("date", "timestamp", 3, true)]
    [InlineData("date", "timestamptz", 3, false)]
    [InlineData("unknown", "string", 3, true)]
    public void Promotions_are_the_specifications(string from, string to, int version, bool allowed) =>
        Assert.Equal(allowed, TypePromotion.IsAllowed(IcebergType.Parse(from), IcebergType.Parse(to), version));
}
