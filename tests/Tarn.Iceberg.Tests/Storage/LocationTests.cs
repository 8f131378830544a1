namespace Tarn.Iceberg.Storage;

public sealed class LocationTests
{
    [Theory]
    [InlineData("/a/b", "file:///a/b", "/a/b")]
    [InlineData("file:/a/b", "file:///a/b", "/a/b")]
    [InlineData("file:///a b/%20=x", "file:///a b/%20=x", "/a b/%20=x")]
    [InlineData("s3://bucket/k/x=1", "s3://bucket/k/x=1", null)]
    [InlineData("/a/b:c", "file:///a/b:c", "/a/b:c")]
    public void Locations_of_all_writers_are_understood(string text, string uri, string? localPath)
    {
        var location = Location.Parse(text);
        Assert.Equal(uri, location.ToString());
        if (localPath is not null) Assert.Equal(localPath, location.LocalPath);
        else Assert.Equal(IcebergErrorKind.InvalidArgument, Assert.Throws<IcebergException>(() => location.LocalPath).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("s3:///x")]
    [InlineData("file://host/x")]
    [InlineData("/a\0b")]
    public void What_is_no_location_is_refused(string text) => Assert.False(Location.TryParse(text, out _));

    [Theory]
    [InlineData("/w/t/f", true)]
    [InlineData("file:/w/t", true)]
    [InlineData("/w/tt", false)]
    [InlineData("/w/t/../x", false)]
    [InlineData("/w/t/../../../..", false)]
    [InlineData("s3://w/t/f", false)]
    public void Only_what_is_below_a_folder_is_within_it(string text, bool within) => Assert.Equal(within, Location.Parse(text).IsWithin(Location.Parse("file:///w/t")));
}
