using System.Net;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Server.Catalog;

public sealed class CatalogApiTests(CatalogApiTests.Shop shop) : IClassFixture<CatalogApiTests.Shop>
{
    readonly TestServer _test = shop.Test;

    [Fact]
    public async Task The_tree_holds_all_namespaces_with_their_tables()
    {
        using var client = await _test.ClientAsync("viewer");
        using var answer = await client.GetAsync("/api/ui/v1/catalog");
        var namespaces = (await answer.JsonAsync()).GetProperty("namespaces").EnumerateArray().ToList();
        Assert.Equal(["gold", "gold.daily", "main"], namespaces.Select(n => n.GetProperty("name").GetString()));
        var table = namespaces[1].GetProperty("tables")[0];
        Assert.Equal("orders", table.GetProperty("name").GetString());
        Assert.Equal("table", table.GetProperty("kind").GetString());
        Assert.Equal(["gold", "daily"], namespaces[1].GetProperty("levels").EnumerateArray().Select(l => l.GetString()));
    }

    [Fact]
    public async Task A_table_says_its_columns_with_nested_fields()
    {
        using var client = await _test.ClientAsync();
        using var answer = await client.GetAsync("/api/ui/v1/catalog/gold%1Fdaily/orders");
        var table = await answer.JsonAsync();
        var columns = table.GetProperty("columns").EnumerateArray().ToList();
        Assert.Equal("long", columns[0].GetProperty("type").GetString());
        Assert.True(columns[0].GetProperty("required").GetBoolean());
        Assert.Equal("the customer", columns[1].GetProperty("doc").GetString());
        Assert.Equal(["street", "tags"], columns[1].GetProperty("children").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("/api/ui/v1/catalog/gold/none")]
    [InlineData("/api/ui/v1/catalog/none/orders")]
    [InlineData("/api/ui/v1/catalog/..%2F..%2Fetc/passwd")]
    [InlineData("/api/ui/v1/catalog/%1F%1F/%00")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using var client = await _test.ClientAsync();
        using var answer = await client.GetAsync(path);
        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{answer.StatusCode}");
    }

    [Theory]
    [InlineData("orders", "table:orders")]
    [InlineData("ORD", "table:orders")]
    [InlineData("daily.ord", "table:orders")]
    [InlineData("gold", "namespace:gold")]
    [InlineData("cust", "column:customer")]
    [InlineData("%00", "")]
    public async Task Names_are_found_the_closest_first(string query, string first)
    {
        using var client = await _test.ClientAsync();
        using var answer = await client.GetAsync($"/api/ui/v1/find?q={Uri.EscapeDataString(query)}");
        var items = (await answer.JsonAsync()).GetProperty("items").EnumerateArray().Select(i => $"{i.GetProperty("kind")}:{i.GetProperty("name")}").ToList();
        Assert.Equal(first, items.FirstOrDefault() ?? "");
    }

    [Fact]
    public async Task Completion_knows_the_catalog()
    {
        using var client = await _test.ClientAsync();
        const string Text = "SELECT o.cust FROM gold.daily.orders o";
        using var answer = await client.PostAsync("/api/ui/v1/sql/complete", new { text = Text, cursor = 13 });
        var completion = await answer.JsonAsync();
        Assert.Equal(9, completion.GetProperty("from").GetInt32());
        Assert.Equal("customer", completion.GetProperty("items")[0].GetProperty("label").GetString());
        using var outside = await client.PostAsync("/api/ui/v1/sql/complete", new { text = "x", cursor = 2 });
        await outside.IsProblemAsync(HttpStatusCode.BadRequest, "invalidRequest");
    }

    /// <summary>A server with a table.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        internal TestServer Test { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Test = await TestServer.StartAsync();
            var catalog = Test.Lakehouse.Catalog;
            var none = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty;
            await catalog.CreateNamespaceAsync(new Namespace(["gold"]), none, CancellationToken.None);
            await catalog.CreateNamespaceAsync(new Namespace(["gold", "daily"]), none, CancellationToken.None);
            var customer = new StructType(
            [
                new NestedField(3, "street", PrimitiveType.String),
                new NestedField(4, "tags", new ListType(5, PrimitiveType.String)),
            ]);
            var schema = new Schema(0, new StructType(
            [
                new NestedField(1, "id", PrimitiveType.Long, Required: true),
                new NestedField(2, "customer", customer) { Doc = "the customer" },
            ]));
            _ = await catalog.CreateTableAsync(new TableCreation(new TableIdentifier(new Namespace(["gold", "daily"]), "orders"), schema), CancellationToken.None);
        }

        public async Task DisposeAsync() => await Test.DisposeAsync();
    }
}
