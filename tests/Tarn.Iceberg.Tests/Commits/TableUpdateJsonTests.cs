using System.Text.Json;

namespace Tarn.Iceberg.Commits;

public sealed class TableUpdateJsonTests
{
    [Theory]
    [InlineData("""{"action":"assign-uuid","uuid":"9c12d441-03fe-4693-9a96-a0705ddf69c1"}""")]
    [InlineData("""{"action":"upgrade-format-version","format-version":3}""")]
    [InlineData("""{"action":"add-schema","schema":{"schema-id":1,"type":"struct","fields":[{"id":1,"name":"a","required":false,"type":"decimal(9, 2)","initial-default":"1.50"}]}}""")]
    [InlineData("""{"action":"set-current-schema","schema-id":-1}""")]
    [InlineData("""{"action":"add-spec","spec":{"spec-id":1,"fields":[{"name":"p","transform":"bucket[4]","source-id":1}]}}""")]
    [InlineData("""{"action":"set-default-spec","spec-id":-1}""")]
    [InlineData("""{"action":"add-sort-order","sort-order":{"order-id":1,"fields":[{"transform":"identity","source-id":1,"direction":"asc","null-order":"nulls-first"}]}}""")]
    [InlineData("""{"action":"set-default-sort-order","sort-order-id":-1}""")]
    [InlineData("""{"action":"add-snapshot","snapshot":{"sequence-number":2,"snapshot-id":9,"parent-snapshot-id":8,"timestamp-ms":5,"summary":{"operation":"append"},"manifest-list":"m","schema-id":0,"first-row-id":0,"added-rows":4}}""")]
    [InlineData("""{"action":"set-snapshot-ref","ref-name":"b","snapshot-id":9,"type":"branch","min-snapshots-to-keep":2,"max-snapshot-age-ms":3,"max-ref-age-ms":4}""")]
    [InlineData("""{"action":"remove-snapshots","snapshot-ids":[9007199254740993]}""")]
    [InlineData("""{"action":"remove-snapshot-ref","ref-name":"b"}""")]
    [InlineData("""{"action":"set-location","location":"file:///x"}""")]
    [InlineData("""{"action":"set-properties","updates":{"a":"b"}}""")]
    [InlineData("""{"action":"remove-properties","removals":["a"]}""")]
    [InlineData("""{"action":"set-statistics","statistics":{"snapshot-id":9,"statistics-path":"s","file-size-in-bytes":1,"file-footer-size-in-bytes":1,"blob-metadata":[{"type":"t","snapshot-id":9,"sequence-number":1,"fields":[1],"properties":{"ndv":"3"}}]}}""")]
    [InlineData("""{"action":"remove-statistics","snapshot-id":9}""")]
    [InlineData("""{"action":"set-partition-statistics","partition-statistics":{"snapshot-id":9,"statistics-path":"s","file-size-in-bytes":1}}""")]
    [InlineData("""{"action":"remove-partition-statistics","snapshot-id":9}""")]
    [InlineData("""{"action":"remove-partition-specs","spec-ids":[1]}""")]
    [InlineData("""{"action":"remove-schemas","schema-ids":[1]}""")]
    [InlineData("""{"action":"add-encryption-key","encryption-key":{"key-id":"k","encrypted-key-metadata":"aWNl","encrypted-by-id":"m"}}""")]
    [InlineData("""{"action":"remove-encryption-key","key-id":"k"}""")]
    public void Every_action_reads_and_writes_back(string json) =>
        Assert.True(JsonElement.DeepEquals(Parse(json), Parse(TableUpdateJson.ToJson(TableUpdateJson.FromJson(json)))), TableUpdateJson.ToJson(TableUpdateJson.FromJson(json)));

    [Fact]
    public void An_unknown_action_is_refused() =>
        Assert.Equal(IcebergErrorKind.Unsupported, Assert.Throws<IcebergException>(() => TableUpdateJson.FromJson("""{"action":"melt"}""")).Kind);

    static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
