using System.Net;
using Microsoft.AspNetCore.Routing;

namespace Tarn.Server.Description;

public sealed class ApiDescriptionTests
{
    /// <summary>The UI's types are made from this file: with TARN_UPDATE=1 it is written anew.</summary>
    [Fact]
    public async Task The_document_that_the_UI_is_built_on_is_the_servers()
    {
        await using var test = await TestServer.StartAsync();
        using var client = await test.ClientAsync("viewer");
        using var answer = await client.GetAsync("/api/openapi.json");
        var now = System.Text.Json.JsonSerializer.Serialize(new { schemas = OfTheUi(await answer.JsonAsync()) }, Indented);
        var file = Path.Combine(RepositoryFolder(), "web", "src", "api", "openapi.json");
        var text = $"{{\n  \"components\": {now.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal)}\n}}\n";
        if (Environment.GetEnvironmentVariable("TARN_UPDATE") == "1") await File.WriteAllTextAsync(file, text);
        Assert.True(await File.ReadAllTextAsync(file) == text, "web/src/api/openapi.json is not what the server says: run this test with TARN_UPDATE=1 and build the UI.");
        // A reference to a property in a comment reads "long? TableAnswer.Rows" there; the name in JSON is said instead.
        Assert.DoesNotMatch(@"description"": "".*[\w?;] [A-Z]\w+\.[A-Z]\w+", text);
    }

    /// <summary>The schemas that the UI's paths lead to: other APIs of the server may change without it.</summary>
    static SortedDictionary<string, System.Text.Json.JsonElement> OfTheUi(System.Text.Json.JsonElement document)
    {
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var found = new SortedDictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal);
        var next = new Stack<string>(document.GetProperty("paths").EnumerateObject().Where(p => p.Name.StartsWith("/api/ui/", StringComparison.Ordinal)).SelectMany(p => Names(p.Value.GetRawText())));
        // Frames and events are no answers of their own.
        foreach (var name in new[] { "ProblemBody" }.Where(n => schemas.TryGetProperty(n, out _))) next.Push(name);
        while (next.TryPop(out var name))
            if (found.TryAdd(name, schemas.GetProperty(name)))
                foreach (var inner in Names(schemas.GetProperty(name).GetRawText())) next.Push(inner);
        return found;
    }

    static IEnumerable<string> Names(string json) =>
        System.Text.RegularExpressions.Regex.Matches(json, "\"#/components/schemas/([^\"]+)\"").Select(m => m.Groups[1].Value);

    static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true };

    static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Tarn.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [Fact]
    public async Task Every_endpoint_but_files_and_the_REST_catalog_is_described_and_says_what_it_needs()
    {
        await using var test = await TestServer.StartAsync();
        using var refused = await test.Anonymous.GetAsync("/api/openapi.json");
        await refused.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        using var client = await test.ClientAsync("viewer");
        using var answer = await client.GetAsync("/api/openapi.json");
        var document = await answer.JsonAsync();
        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var described = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var served = test.Server.Endpoints.OfType<RouteEndpoint>().Select(e => "/" + e.RoutePattern.RawText!.Trim('/'))
            .Where(p => !p.Contains("**", StringComparison.Ordinal) && !p.StartsWith("/iceberg/", StringComparison.Ordinal) && p != "/api/openapi.json").ToHashSet(StringComparer.Ordinal);
        Assert.Equal(served.Order(StringComparer.Ordinal), described.Select(p => "/" + p.Trim('/')).Order(StringComparer.Ordinal));
        var submit = document.GetProperty("paths").GetProperty("/api/v3/sql").GetProperty("post");
        Assert.Equal("Needs the permission ReadRows.", submit.GetProperty("description").GetString());
    }
}
