using System.Net;
using System.Text.RegularExpressions;

namespace Tarn.Server.Docs;

public sealed partial class DocApiTests
{
    [Fact]
    public async Task Pages_and_headings_are_found_and_each_link_between_pages_leads_to_a_heading()
    {
        await using var test = await TestServer.StartAsync();
        using var client = await test.ClientAsync("viewer");
        using var list = await client.GetAsync("/api/ui/v1/docs");
        var pages = (await list.JsonAsync()).GetProperty("pages").EnumerateArray().ToDictionary(
            page => page.GetProperty("name").GetString()!, page => page.GetProperty("sections").EnumerateArray().Select(section => section.GetProperty("anchor").GetString()).ToList());
        Assert.Superset(new HashSet<string> { "sources", "sql-dialect", "http-api" }, pages.Keys.ToHashSet());
        foreach (var name in pages.Keys)
        {
            using var answer = await client.GetAsync($"/api/ui/v1/docs/{name}");
            foreach (Match link in Links().Matches((await answer.JsonAsync()).GetProperty("text").GetString()!))
            {
                var anchors = pages[link.Groups["page"].Value];
                if (link.Groups["anchor"] is { Success: true, Value: var anchor }) Assert.Contains(anchor, anchors);
            }
        }

        using var found = await client.GetAsync("/api/ui/v1/find?q=what a sync");
        var item = (await found.JsonAsync()).GetProperty("items").EnumerateArray().First(i => i.GetProperty("kind").GetString() == "doc");
        Assert.Equal("/docs/sources#what-a-sync-promises", item.GetProperty("href").GetString());
        using var none = await client.GetAsync("/api/ui/v1/docs/secrets");
        await none.IsProblemAsync(HttpStatusCode.NotFound, "notFound");
    }

    [Fact]
    public void Headings_in_code_are_none_and_one_that_comes_twice_has_its_own_anchor()
    {
        var page = DocPage.Parse("x", "# The `page`\n\n## Rows & columns\n```\n# a comment\n```\n### Rows & columns\n#hash\n");
        Assert.Equal("The page", page.Title);
        Assert.Equal([new DocSection("Rows & columns", "rows--columns", 2), new DocSection("Rows & columns", "rows--columns-1", 3)], page.Sections);
    }

    [GeneratedRegex(@"\]\((?<page>[a-z-]+)\.md(#(?<anchor>[^)]+))?\)")]
    private static partial Regex Links();
}
