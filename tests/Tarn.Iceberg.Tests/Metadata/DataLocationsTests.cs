using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Metadata;

/// <summary>The names are those that Iceberg's Java library (1.12, LocationProviders) gives with the same properties.</summary>
public sealed class DataLocationsTests
{
    [Theory]
    [InlineData("", "s3://b/ns/t/data/p=1/f.parquet", "s3://b/ns/t/data/g.puffin")]
    [InlineData("write.data.path=s3://b/elsewhere/", "s3://b/elsewhere/p=1/f.parquet", "s3://b/elsewhere/g.puffin")]
    [InlineData("write.object-storage.enabled=true", "s3://b/ns/t/data/1110/1100/1010/10111110/p=1/f.parquet", "s3://b/ns/t/data/1011/1001/1101/00100110/g.puffin")]
    [InlineData("write.object-storage.enabled=true,write.object-storage.partitioned-paths=false", "s3://b/ns/t/data/0111/1111/1110/11001100-f.parquet", "s3://b/ns/t/data/1011/1001/1101/00100110-g.puffin")]
    [InlineData("write.object-storage.enabled=true,write.data.path=s3://c/pool", "s3://c/pool/1110/1100/1010/10111110/ns/t/p=1/f.parquet", "s3://c/pool/1011/1001/1101/00100110/ns/t/g.puffin")]
    [InlineData("write.object-storage.enabled=true,write.data.path=s3://c/pool,write.object-storage.partitioned-paths=false", "s3://c/pool/0111/1111/1110/11001100/ns/t/f.parquet", "s3://c/pool/1011/1001/1101/00100110/ns/t/g.puffin")]
    [InlineData("write.object-storage.enabled=true,write.data.path=s3://b/ns/t/files", "s3://b/ns/t/files/1110/1100/1010/10111110/p=1/f.parquet", "s3://b/ns/t/files/1011/1001/1101/00100110/g.puffin")]
    public void Files_go_where_the_reference_puts_them(string properties, string partitioned, string plain)
    {
        var set = StringMaps.Of([.. properties.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=') is [var name, var value] ? (name, value) : default)]);
        var locations = DataLocations.Of(TestTables.New() with { Location = "s3://b/ns/t", Properties = set });
        Assert.Equal((partitioned, plain), (locations.Of("p=1/", "f.parquet"), locations.Of("", "g.puffin")));
    }
}
