using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Views;

public sealed class ViewMetadataBuilderTests
{
    static readonly ViewCreation Creation =
        new(new TableIdentifier("ns", "v"), TestTables.Schema, new ViewVersion(1, 0, 0, [ViewRepresentation.OfSql("select 1", "spark")]));

    [Fact]
    public void A_view_is_created_with_one_version()
    {
        var view = New();
        Assert.Equal((1, 0, "select 1"), (view.CurrentVersionId, view.CurrentVersion.SchemaId, view.CurrentVersion.SqlFor("SPARK")!.Sql));
        Assert.Equal([1], view.VersionLog.Select(entry => entry.VersionId));
        Assert.Equal(view.ToJsonBytes(), ViewMetadata.FromJsonBytes(view.ToJsonBytes()).ToJsonBytes());
    }

    [Fact]
    public void The_same_definition_again_makes_no_version_and_old_ones_expire()
    {
        var view = Replace(New(), "select 1");
        Assert.Single(view.Versions);
        for (var i = 2; i <= 14; i++) view = Replace(view, $"select {i}");
        Assert.Equal((14, 10, 10), (view.CurrentVersionId, view.Versions.Length, view.VersionLog.Length));
        Assert.Equal(5, view.VersionLog[0].VersionId);
    }

    [Fact]
    public void Losing_a_dialect_needs_the_property()
    {
        Assert.Contains("loss of view dialects", Assert.Throws<IcebergException>(() => Replace(New(), "select 2", "trino")).Message, StringComparison.Ordinal);
        var allowed = new ViewMetadataBuilder(New(), TimeProvider.System).Apply(new ViewUpdate.SetProperties(StringMaps.Of((ViewMetadataBuilder.DropDialectAllowed, "true")))).Build();
        Assert.Equal("select 2", Replace(allowed, "select 2", "trino").CurrentVersion.SqlFor("trino")!.Sql);
    }

    [Theory]
    [InlineData("""{"action":"add-view-version","view-version":{"version-id":1,"timestamp-ms":5,"schema-id":-1,"summary":{"a":"b"},"default-namespace":["x"],"representations":[{"type":"sql","sql":"select 1","dialect":"spark"}]}}""")]
    [InlineData("""{"action":"set-current-view-version","view-version-id":-1}""")]
    [InlineData("""{"action":"set-location","location":"file:///x"}""")]
    public void View_updates_survive_JSON(string json) => Assert.Equal(json, ViewUpdateJson.ToJson(ViewUpdateJson.FromJson(json)));

    static ViewMetadata New() =>
        new ViewMetadataBuilder(null, TimeProvider.System).Apply(ViewMetadataBuilder.Create(Creation, Guid.NewGuid(), "file:///w/v", TimeProvider.System)).Build();

    static ViewMetadata Replace(ViewMetadata view, string sql, string dialect = "spark") => new ViewMetadataBuilder(view, TimeProvider.System).Apply(
        [new ViewUpdate.AddViewVersion(new ViewVersion(1, 0, 1, [ViewRepresentation.OfSql(sql, dialect)])), new ViewUpdate.SetCurrentViewVersion(-1)]).Build();
}
