using System.Text;
using System.Text.Json;

namespace Tarn.Iceberg.Metadata;

public sealed class UnknownFieldTests
{
    const string Json = """
        {"format-version":2,"table-uuid":"9c12d441-03fe-4693-9a96-a0705ddf69c1","location":"file:///t","last-sequence-number":1,"last-updated-ms":5,
        "last-column-id":1,"current-schema-id":0,"schemas":[{"type":"struct","schema-id":0,"x-schema":1,
        "fields":[{"id":1,"name":"a","required":false,"type":"int","x-field":{"deep":[1,2.50]}}]}],"default-spec-id":0,
        "partition-specs":[{"spec-id":0,"x-spec":true,"fields":[{"name":"p","transform":"zorder[2]","source-ids":[1,1],"field-id":1000,"x-part":"y"}]}],
        "last-partition-id":1000,"default-sort-order-id":0,"sort-orders":[{"order-id":0,"fields":[],"x-order":"z"}],"current-snapshot-id":7,
        "refs":{"main":{"snapshot-id":7,"type":"branch","x-ref":1}},"snapshots":[{"sequence-number":1,"snapshot-id":7,"timestamp-ms":4,
        "manifest-list":"l","summary":{"operation":"append"},"x-snapshot":9007199254740993}],"x-table":{"a":"b"}}
        """;

    [Fact]
    public void Fields_of_newer_writers_survive_at_every_level()
    {
        var written = TableMetadata.FromJsonBytes(Encoding.UTF8.GetBytes(Json)).ToJsonBytes();
        var text = Encoding.UTF8.GetString(written);
        foreach (var kept in new[] { "\"x-schema\":1", "{\"deep\":[1,2.50]}", "\"x-spec\":true", "\"x-part\":\"y\"", "\"x-order\":\"z\"", "\"x-ref\":1", "9007199254740993", "\"x-table\":{\"a\":\"b\"}", "\"source-ids\":[1,1]", "zorder[2]" })
            Assert.Contains(kept, text, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(written).RootElement.ValueKind);
    }

    [Fact]
    public void Gzip_is_recognised_by_content() =>
        Assert.Equal(7, TableMetadata.FromJsonBytes(MetadataCompression.Gzip(Encoding.UTF8.GetBytes(Json))).CurrentSnapshotId);

    [Theory]
    [InlineData("\"format-version\":2", "\"format-version\":4", IcebergErrorKind.Unsupported, "unsupported version 4")]
    [InlineData("\"current-schema-id\":0", "\"current-schema-id\":3", IcebergErrorKind.CorruptFile, "no schema of its current id 3")]
    [InlineData("\"snapshots\":[", "\"snapshots\":7,\"y\":[", IcebergErrorKind.CorruptFile, "not an array")]
    [InlineData("\"current-snapshot-id\":7", "\"current-snapshot-id\":8", IcebergErrorKind.CorruptFile, "8 is not in the list")]
    [InlineData("\"type\":\"int\"", "\"type\":\"varchar(3)\"", IcebergErrorKind.CorruptFile, "varchar(3)")]
    [InlineData("{\"format", "{\"format\"\"", IcebergErrorKind.CorruptFile, "not JSON")]
    public void A_damaged_file_says_what_is_wrong(string from, string to, IcebergErrorKind kind, string message)
    {
        var broken = Encoding.UTF8.GetBytes(Json.Replace(from, to, StringComparison.Ordinal));
        var error = Assert.Throws<IcebergException>(() => TableMetadata.FromJsonBytes(broken));
        Assert.Equal(kind, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
