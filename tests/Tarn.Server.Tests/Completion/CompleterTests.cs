using System.Collections.Immutable;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Sorting;
using Tarn.Iceberg.Types;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Server.Catalog;

namespace Tarn.Server.Completion;

public sealed class CompleterTests
{
    static readonly Principal Ann = new("ann", PrincipalKind.User, ["viewer"]);

    static readonly CatalogState Catalog = new(
        default,
        [new Namespace(["main"]), new Namespace(["gold"]), new Namespace(["gold", "daily"])],
        [
            Table(["main"], "orders", ("id", PrimitiveType.Long), ("order_day", PrimitiveType.Date), ("Odd Name", PrimitiveType.String)),
            Table(["gold"], "revenue", ("day", PrimitiveType.Date), ("amount", PrimitiveType.Double)),
            Table(["gold", "daily"], "order", ("id", PrimitiveType.Long)),
        ]);

    [Theory]
    [InlineData("SELECT ord| FROM orders", "order_day", "column")]
    [InlineData("SELECT o.ord| FROM orders o", "order_day", "column")]
    [InlineData("SELECT o.ord| FROM main.orders AS o JOIN gold.revenue r ON true", "order_day", "column")]
    [InlineData("SELECT r.| FROM main.orders o, gold.revenue r", "day", "column")]
    [InlineData("SELECT amo|\nFROM gold.revenue WHERE x = 'from main.orders'", "amount", "column")]
    [InlineData("SELECT * FROM or|", "orders", "table")]
    [InlineData("SELECT * FROM gold.|", "revenue", "table")]
    [InlineData("SELECT * FROM tarn.gold.revenue v WHERE v.am|", "amount", "column")]
    [InlineData("SELECT * FROM orders a, re|", "gold.revenue", "view or table")]
    [InlineData("SELECT 1; SELECT * FROM go|", "gold", "namespace")]
    [InlineData("SEL|", "SELECT", "keyword")]
    [InlineData("SELECT coal|", "coalesce", "function")]
    [InlineData("INSERT INTO o|", "orders", "table")]
    public void The_first_proposal_is_the_one_meant(string text, string label, string kind)
    {
        var item = Complete(text).Items.FirstOrDefault(i => i.Label == label);
        Assert.True(item is not null, string.Join(", ", Complete(text).Items.Take(10).Select(i => i.Label)));
        if (!kind.Contains(' ', StringComparison.Ordinal)) Assert.Equal(kind, item.Kind);
        Assert.Contains(label, Complete(text).Items.Take(5).Select(i => i.Label));
    }

    [Theory]
    [InlineData("SELECT 'or|")]
    [InlineData("SELECT 'it''s or| there'")]
    [InlineData("-- SELECT or|")]
    [InlineData("/* FROM or|")]
    public void Nothing_is_proposed_inside_strings_and_comments(string text) => Assert.Empty(Complete(text).Items);

    [Theory]
    [InlineData("SELECT o.| FROM orders o", "Odd Name", "\"Odd Name\"")]
    [InlineData("SELECT * FROM gold.daily.|", "order", "\"order\"")]
    public void Names_that_need_quotes_get_them(string text, string label, string apply) =>
        Assert.Equal(apply, Complete(text).Items.Single(i => i.Label == label).Apply);

    [Fact]
    public void The_text_to_replace_begins_where_the_name_does()
    {
        Assert.Equal(9, Complete("SELECT o.ord| FROM orders o").From);
        Assert.Equal(7, Complete("SELECT ord|er_day FROM orders").From);
        Assert.Equal(14, Complete("SELECT * FROM |").From);
    }

    [Fact]
    public void Any_cut_of_any_text_is_answered()
    {
        const string Text = "WITH a AS (SELECT \"x y\", 'it''s' /* c */ FROM main.orders o) -- end\nSELECT a.*, $1 FROM a JOIN gold.\"daily\".\"order\" USING (id);";
        for (var length = 0; length <= Text.Length; length++)
            for (var cursor = 0; cursor <= length; cursor += 3)
            {
                var answer = Complete(Text[..length].Insert(cursor, "|"));
                Assert.InRange(answer.From, 0, cursor);
                Assert.True(answer.Items.Count <= 100);
            }
    }

    static CompletionAnswer Complete(string text)
    {
        var cursor = text.IndexOf('|', StringComparison.Ordinal);
        return new Completer(new CatalogPages(new RoleAuthorizer()), "main").Complete(Catalog, Ann, text.Remove(cursor, 1), cursor);
    }

    static KnownTable Table(ImmutableArray<string> levels, string name, params (string Name, IcebergType Type)[] columns)
    {
        var schema = new Schema(0, new StructType([.. columns.Select((c, i) => new NestedField(i + 1, c.Name, c.Type))]));
        var metadata = new TableMetadata
        {
            FormatVersion = 2,
            Location = "file:///w",
            LastUpdatedMs = 0,
            LastColumnId = columns.Length,
            Schemas = [schema],
            CurrentSchemaId = 0,
            PartitionSpecs = [PartitionSpec.Unpartitioned],
            DefaultSpecId = 0,
            LastPartitionId = 999,
            SortOrders = [SortOrder.Unsorted],
            DefaultSortOrderId = 0,
        };
        return new KnownTable(new TableIdentifier(new Namespace(levels), name), metadata, null, false);
    }
}
