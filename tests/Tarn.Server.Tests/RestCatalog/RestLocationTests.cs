using System.Text.Json;

namespace Tarn.Server.RestCatalog;

/// <summary>Locations that lead out of the warehouse, in every place where a client can name one.</summary>
public sealed class RestLocationTests
{
    /// <summary>WAREHOUSE is the server's, OUTSIDE a folder beside it.</summary>
    static readonly string[] Hostile =
    [
        "file:///etc", "/etc/passwd", "file:/var/lib/x", "file://localhost/etc", "file:///", "/", "s3://bucket/key", "s3a://bucket/key", "gs://b/k", "abfss://c@a/k", "http://127.0.0.1/x",
        "hdfs://nn/x", "jdbc:sqlite:x", "relative/path", "../up", "~/x", "FILE:///etc", "file:etc", "file://evil/etc",
        "OUTSIDE", "OUTSIDE/t", "WAREHOUSE-2/t", "WAREHOUSE2", "WAREHOUSE/../outside", "WAREHOUSE/../outside/t", "WAREHOUSE/main/../../outside", "WAREHOUSE/main/../other", "WAREHOUSE/./../outside",
        "WAREHOUSE/%2e%2e/outside", "WAREHOUSE/%2E%2E/outside", "WAREHOUSE/%252e%252e/outside", "WAREHOUSE/..%2foutside", "WAREHOUSE/%2e%2e%2foutside", "WAREHOUSE/x/%2e%2e/%2e%2e/outside",
        "WAREHOUSE/*", "WAREHOUSE/main/*/t", "WAREHOUSE/t?", "WAREHOUSE/[a-z]", "WAREHOUSE/{a,b}", "WAREHOUSE/t#x", "WAREHOUSE/t\\..\\..\\outside", "WAREHOUSE/a\u0000b", "WAREHOUSE/a\nb", "WAREHOUSE/%00", "WAREHOUSE/%0a",
        "WAREHOUSE/link/t", "WAREHOUSE/link", "WAREHOUSE/dangling/t", "WAREHOUSE/circle/t", "WAREHOUSE/link/../../outside",
    ];

    static readonly (string Name, Func<RestClient, string, Task<int>> Try)[] Places =
    [
        ("create", (rest, at) => CreateAsync(rest, "", $",\"location\":{at}")),
        ("stage", (rest, at) => CreateAsync(rest, "", $",\"stage-create\":true,\"location\":{at}")),
        ("create with write.data.path", (rest, at) => CreateAsync(rest, $"\"write.data.path\":{at}", "")),
        ("create with write.metadata.path", (rest, at) => CreateAsync(rest, $"\"write.metadata.path\":{at}", "")),
        ("set-location", (rest, at) => CommitAsync(rest, $$"""{"action":"set-location","location":{{at}}}""")),
        ("write.data.path", (rest, at) => CommitAsync(rest, $$$$"""{"action":"set-properties","updates":{"write.data.path":{{{{at}}}}}}""")),
        ("write.metadata.path", (rest, at) => CommitAsync(rest, $$$$"""{"action":"set-properties","updates":{"write.metadata.path":{{{{at}}}}}}""")),
        ("manifest list", (rest, at) => CommitAsync(rest, $$$$"""{"action":"add-snapshot","snapshot":{"snapshot-id":7,"sequence-number":1,"timestamp-ms":1,"manifest-list":{{{{at}}}},"summary":{"operation":"append"}}}""")),
        ("statistics", (rest, at) => CommitAsync(rest, $$$"""{"action":"set-statistics","statistics":{"snapshot-id":7,"statistics-path":{{{at}}},"file-size-in-bytes":1,"file-footer-size-in-bytes":1,"blob-metadata":[]}}""")),
        ("partition statistics", (rest, at) => CommitAsync(rest, $$$"""{"action":"set-partition-statistics","partition-statistics":{"snapshot-id":7,"statistics-path":{{{at}}},"file-size-in-bytes":1}}""")),
        ("register", (rest, at) => StatusAsync(rest, "namespaces/main/register", $$"""{"name":"r","metadata-location":{{at}}}""")),
        ("register a view", (rest, at) => StatusAsync(rest, "namespaces/main/register-view", $$"""{"name":"r","metadata-location":{{at}}}""")),
        ("a view", (rest, at) => StatusAsync(rest, "namespaces/main/views", $$$"""
            {"name":"v","location":{{{at}}},"schema":{{{RestClient.Schema}}},"properties":{},"view-version":{"version-id":1,"schema-id":0,"timestamp-ms":1,"summary":{},
            "representations":[{"type":"sql","sql":"select 1","dialect":"spark"}],"default-namespace":["main"]}}
            """)),
    ];

    [Fact]
    public async Task Nothing_that_a_client_names_leads_out_of_the_warehouse()
    {
        await using var test = await TestServer.StartAsync();
        Plant(test);
        using var admin = await test.ClientAsync();
        var rest = new RestClient(admin);
        _ = await rest.CreateTableAsync("main", "t");
        var before = await rest.DoAsync(HttpMethod.Get, "namespaces/main/tables/t");
        var escapes = new List<string>();
        foreach (var (place, attempt) in Places)
            foreach (var text in Hostile)
            {
                var location = text.Replace("WAREHOUSE", $"file://{test.Warehouse}", StringComparison.Ordinal).Replace("OUTSIDE", $"file://{test.Folder.File("outside")}", StringComparison.Ordinal);
                var status = await attempt(rest, JsonSerializer.Serialize(location));
                if (status is < 400 or >= 500) escapes.Add($"{place} {location}: {status}");
            }
        Assert.Empty(escapes);
        Assert.True(Places.Length * Hostile.Length >= 600);
        Assert.Equal(before.ToString(), (await rest.DoAsync(HttpMethod.Get, "namespaces/main/tables/t")).ToString());
        Assert.Equal(["secret"], Directory.EnumerateFileSystemEntries(test.Folder.File("outside")).Select(Path.GetFileName));
        Assert.DoesNotContain(test.Log.All, line => line.Contains("A defect", StringComparison.Ordinal));

        // The same requests with a place inside go through: it is the place that was refused.
        foreach (var (place, attempt) in Places.Where(item => !item.Name.StartsWith("register", StringComparison.Ordinal)))
        {
            Assert.Equal((place, 200), (place, await attempt(rest, JsonSerializer.Serialize($"file://{test.Warehouse}/fine/{Guid.NewGuid():N}"))));
            _ = await rest.SendAsync(HttpMethod.Delete, "namespaces/main/tables/new");
        }
    }

    [Fact]
    public async Task A_metadata_file_inside_that_names_places_outside_is_not_registered()
    {
        await using var test = await TestServer.StartAsync();
        Plant(test);
        using var admin = await test.ClientAsync();
        var rest = new RestClient(admin);
        var table = await rest.CreateTableAsync("main", "t");
        var metadata = table.GetProperty("metadata").ToString();
        var location = table.GetProperty("metadata").GetProperty("location").GetString()!;
        var outside = $"file://{test.Folder.File("outside")}";
        var snapshot = $$$"""[{"snapshot-id":7,"sequence-number":1,"timestamp-ms":1,"manifest-list":"{{{outside}}}/secret","summary":{"operation":"append"}}]""";
        string[] forged =
        [
            metadata.Replace($"\"location\":\"{location}\"", $"\"location\":\"{outside}\"", StringComparison.Ordinal),
            metadata.Replace("\"properties\":{", $"\"properties\":{{\"write.data.path\":\"{outside}\",", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal),
            metadata.Replace("\"snapshots\":[]", $"\"snapshots\":{snapshot}", StringComparison.Ordinal).Replace("\"last-sequence-number\":0", "\"last-sequence-number\":1", StringComparison.Ordinal),
            metadata.Replace("\"metadata-log\":[]", $"\"metadata-log\":[{{\"timestamp-ms\":1,\"metadata-file\":\"{outside}/secret\"}}]", StringComparison.Ordinal),
        ];
        foreach (var content in forged)
        {
            Assert.NotEqual(metadata, content);
            var file = Path.Combine(location["file://".Length..], "metadata", $"{Guid.NewGuid()}.metadata.json");
            await File.WriteAllTextAsync(file, content);
            _ = await rest.FailsAsync(System.Net.HttpStatusCode.Forbidden, "ForbiddenException", HttpMethod.Post, "namespaces/main/register", $$"""{"name":"r","metadata-location":"{{file}}"}""");
        }
    }

    static void Plant(TestServer test)
    {
        _ = Directory.CreateDirectory(test.Folder.File("outside"));
        File.WriteAllText(test.Folder.File("outside", "secret"), "secret");
        _ = File.CreateSymbolicLink(Path.Combine(test.Warehouse, "link"), test.Folder.File("outside"));
        _ = File.CreateSymbolicLink(Path.Combine(test.Warehouse, "dangling"), test.Folder.File("not-yet"));
        _ = File.CreateSymbolicLink(Path.Combine(test.Warehouse, "circle"), Path.Combine(test.Warehouse, "circle2"));
        _ = File.CreateSymbolicLink(Path.Combine(test.Warehouse, "circle2"), Path.Combine(test.Warehouse, "circle"));
    }

    static Task<int> CreateAsync(RestClient rest, string property, string more) =>
        StatusAsync(rest, "namespaces/main/tables", "{\"name\":\"new\",\"schema\":" + RestClient.Schema + ",\"properties\":{" + property + "}" + more + "}");

    static Task<int> CommitAsync(RestClient rest, string update) => StatusAsync(rest, "namespaces/main/tables/t", $$"""{"requirements":[],"updates":[{{update}}]}""");

    static async Task<int> StatusAsync(RestClient rest, string path, string body) => (int)(await rest.SendAsync(HttpMethod.Post, path, body)).Answer.StatusCode;
}
