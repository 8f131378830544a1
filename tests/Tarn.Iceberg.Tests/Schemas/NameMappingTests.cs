using System.Text.Json;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Schemas;

public sealed class NameMappingTests
{
    [Testing.SharedFact(GoldenVectors.Needs)]
    public void Name_mappings_are_made_and_updated_as_the_reference_does() => GoldenVectors.ForAll("name_mappings", 1, item =>
    {
        var schema = Schema.FromJson(item.GetProperty("schema").GetRawText());
        var mapping = NameMapping.Of(schema);
        Assert.True(JsonElement.DeepEquals(item.GetProperty("mapping"), JsonDocument.Parse(mapping.ToJson()).RootElement), mapping.ToJson());
        Assert.Equal(mapping, NameMapping.FromJson(item.GetProperty("text").GetString()!));

        var renamed = Schema.FromJson(item.GetProperty("schema").GetRawText().Replace("\"street\"", "\"road\"", StringComparison.Ordinal));
        var updated = mapping.Update(renamed).ToJson();
        Assert.True(JsonElement.DeepEquals(item.GetProperty("after_rename_street_to_road"), JsonDocument.Parse(updated).RootElement), updated);
        return null;
    });

    [Fact]
    public void A_name_that_another_field_takes_over_leads_to_the_new_field()
    {
        var before = NameMapping.Of(new Schema(0, new StructType(new NestedField(1, "a", IcebergType.Int))));
        var after = before.Update(new Schema(1, new StructType(new NestedField(1, "old_a", IcebergType.Int), new NestedField(2, "a", IcebergType.Int))));
        Assert.Equal(2, after.Find("a")?.FieldId);
        Assert.Equal(1, after.Find("old_a")?.FieldId);
    }
}
