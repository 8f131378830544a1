using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;

namespace Tarn.Server.RestCatalog;

public sealed class RestCatalogTests : IAsyncLifetime
{
    TestServer test = null!;
    HttpClient admin = null!;
    RestClient rest = null!;

    public async Task InitializeAsync()
    {
        test = await TestServer.StartAsync();
        admin = await test.ClientAsync();
        rest = new RestClient(admin);
        _ = await rest.DoAsync(HttpMethod.Post, "namespaces", """{"namespace":["shop"]}""");
    }

    public async Task DisposeAsync()
    {
        admin.Dispose();
        await test.DisposeAsync();
    }

    [Fact]
    public async Task The_announced_endpoints_are_the_ones_that_are_served()
    {
        var config = await rest.DoAsync(HttpMethod.Get, "config?warehouse=whatever");
        var announced = config.GetProperty("endpoints").EnumerateArray().Select(e => e.GetString()!.Replace("/{prefix}", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var served = test.Server.Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText!.StartsWith("/iceberg/", StringComparison.Ordinal))
            .Select(e => $"{e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {e.RoutePattern.RawText!["/iceberg".Length..]}")
            .Except(["GET /v1/config", "POST /v1/oauth/tokens", "POST /v1/namespaces/{namespace}/tables/{table}/sign"]).Order(StringComparer.Ordinal);
        Assert.Equal(served, announced);
        Assert.Equal("PT30M", config.GetProperty("idempotency-key-lifetime").GetString());
        Assert.Equal("%1F", config.GetProperty("overrides").GetProperty("namespace-separator").GetString());
    }

    [Fact]
    public async Task Refusals_have_Icebergs_shape_whatever_refuses()
    {
        var stranger = new RestClient(test.Anonymous);
        _ = await stranger.FailsAsync(HttpStatusCode.Unauthorized, "NotAuthorizedException", HttpMethod.Get, "namespaces");
        using var viewerHttp = await test.ClientAsync("viewer");
        var viewer = new RestClient(viewerHttp);
        _ = await viewer.DoAsync(HttpMethod.Get, "namespaces");
        _ = await viewer.FailsAsync(HttpStatusCode.Forbidden, "ForbiddenException", HttpMethod.Post, "namespaces", """{"namespace":["x"]}""");
        _ = await rest.FailsAsync(HttpStatusCode.NotFound, "NoSuchEndpointException", HttpMethod.Get, "no/such/route");
        Assert.Equal("Namespace does not exist: a.b", await rest.FailsAsync(HttpStatusCode.NotFound, "NoSuchNamespaceException", HttpMethod.Get, "namespaces/a%1Fb"));
        Assert.Equal("Table does not exist: shop.t", await rest.FailsAsync(HttpStatusCode.NotFound, "NoSuchTableException", HttpMethod.Get, "namespaces/shop/tables/t"));
        foreach (var body in new[] { "", "{", "[]", "null", "7", """{"name":7}""", """{"name":"t","schema":{"type":"struct","fields":"no"}}""", $$"""{"name":"t","schema":{{new string('[', 100)}}""" })
            _ = await rest.FailsAsync(HttpStatusCode.BadRequest, "BadRequestException", HttpMethod.Post, "namespaces/shop/tables", body);
        _ = await rest.CreateTableAsync("shop", "t");
        foreach (var body in new[]
        {
            """{"requirements":[],"updates":[{"action":"make-coffee"}]}""", """{"requirements":[{"type":"assert-moon"}],"updates":[]}""",
            """{"requirements":[],"updates":[{"action":"remove-snapshots","snapshot-ids":["x"]}]}""", """{"requirements":[],"updates":[{"action":"set-current-schema","schema-id":99999999999}]}""",
        })
            _ = await rest.FailsAsync(HttpStatusCode.BadRequest, "BadRequestException", HttpMethod.Post, "namespaces/shop/tables/t", body);
        _ = await rest.FailsAsync(HttpStatusCode.BadRequest, "IllegalArgumentException", HttpMethod.Post, "namespaces/shop/tables",
            """{"name":"v","schema":{"type":"struct","fields":[{"id":1,"name":"v","type":"variant","required":false}]}}""");
        _ = await rest.FailsAsync(HttpStatusCode.NotAcceptable, "UnsupportedOperationException", HttpMethod.Post, "namespaces/shop/tables/t/sign", "{}");
        Assert.DoesNotContain(test.Log.All, line => line.Contains("A defect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_role_may_do_in_the_catalog_what_it_may_do_elsewhere()
    {
        var created = await rest.CreateTableAsync("shop", "t");
        using var viewerHttp = await test.ClientAsync("viewer");
        using var editorHttp = await test.ClientAsync("editor");
        var (viewer, editor) = (new RestClient(viewerHttp), new RestClient(editorHttp));
        _ = await viewer.DoAsync(HttpMethod.Get, "namespaces/shop/tables/t");
        _ = await viewer.FailsAsync(HttpStatusCode.Forbidden, "ForbiddenException", HttpMethod.Post, "namespaces/shop/tables/t", RestClient.SetProperty("a", "b"));
        _ = await viewer.FailsAsync(HttpStatusCode.Forbidden, "ForbiddenException", HttpMethod.Delete, "namespaces/shop/tables/t");
        _ = await editor.DoAsync(HttpMethod.Post, "namespaces/shop/tables/t", RestClient.SetProperty("a", "b"));
        var register = $$"""{"name":"r","metadata-location":"{{created.GetProperty("metadata-location").GetString()}}"}""";
        _ = await editor.FailsAsync(HttpStatusCode.Forbidden, "ForbiddenException", HttpMethod.Post, "namespaces/shop/register", register);
        _ = await rest.DoAsync(HttpMethod.Post, "namespaces/shop/register", register);
    }

    [Fact]
    public async Task A_table_that_names_no_version_gets_2_and_ids_from_1()
    {
        var table = await rest.DoAsync(HttpMethod.Post, "namespaces/shop/tables",
            """{"name":"t","schema":{"type":"struct","fields":[{"id":30,"name":"id","type":"long","required":true},{"id":4,"name":"s","type":"string","required":false}]}}""");
        var metadata = table.GetProperty("metadata");
        Assert.Equal(2, metadata.GetProperty("format-version").GetInt32());
        Assert.Equal([1, 2], metadata.GetProperty("schemas")[0].GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("id").GetInt32()));
    }

    [Fact]
    public async Task Names_come_back_as_they_were_sent()
    {
        foreach (var name in new[] { "a b", "a+b", "100%41", "a/b", "a%2Fb", "q?x#y", "b\\s", "...", "MiXeD", "ünï-日本", "é", "'\"" })
        {
            var inUrl = Uri.EscapeDataString(name);
            _ = await rest.DoAsync(HttpMethod.Post, "namespaces", JsonSerializer.Serialize(new { @namespace = new[] { name } }));
            Assert.Equal(name, (await rest.DoAsync(HttpMethod.Get, $"namespaces/{inUrl}")).GetProperty("namespace")[0].GetString());
            _ = await rest.DoAsync(HttpMethod.Post, $"namespaces/{inUrl}/tables", $$"""{"name":{{JsonSerializer.Serialize(name)}},"schema":{{RestClient.Schema}}}""");
            var listed = await rest.DoAsync(HttpMethod.Get, $"namespaces/{inUrl}/tables");
            Assert.Equal(name, listed.GetProperty("identifiers")[0].GetProperty("name").GetString());
            _ = await rest.DoAsync(HttpMethod.Get, $"namespaces/{inUrl}/tables/{inUrl}");
        }
        // The reference client writes a blank as a plus.
        _ = await rest.DoAsync(HttpMethod.Get, "namespaces/a+b/tables/a+b");
    }

    [Fact]
    public async Task Lists_come_in_pages_to_those_who_page()
    {
        foreach (var name in new[] { "c", "a", "b" }) _ = await rest.CreateTableAsync("shop", name);
        var first = await rest.DoAsync(HttpMethod.Get, "namespaces/shop/tables?pageToken=&pageSize=2");
        Assert.Equal(["a", "b"], first.GetProperty("identifiers").EnumerateArray().Select(i => i.GetProperty("name").GetString()));
        var second = await rest.DoAsync(HttpMethod.Get, $"namespaces/shop/tables?pageSize=2&pageToken={first.GetProperty("next-page-token").GetString()}");
        Assert.Equal("c", second.GetProperty("identifiers")[0].GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next-page-token").ValueKind);
        Assert.Equal(3, (await rest.DoAsync(HttpMethod.Get, "namespaces/shop/tables?pageSize=2")).GetProperty("identifiers").GetArrayLength());
        _ = await rest.FailsAsync(HttpStatusCode.BadRequest, "BadRequestException", HttpMethod.Get, "namespaces/shop/tables?pageToken=%E2%98%83");
        _ = await rest.FailsAsync(HttpStatusCode.BadRequest, "BadRequestException", HttpMethod.Get, "namespaces/shop/tables?pageToken=&pageSize=0");
    }

    [Fact]
    public async Task A_tag_names_version_and_form_and_a_lost_file_is_noticed_in_spite_of_it()
    {
        var created = await rest.CreateTableAsync("shop", "t");
        var (all, _) = await rest.SendAsync(HttpMethod.Get, "namespaces/shop/tables/t");
        var (refs, _) = await rest.SendAsync(HttpMethod.Get, "namespaces/shop/tables/t?snapshots=refs");
        var tag = all.Headers.ETag!.ToString();
        Assert.NotEqual(tag, refs.Headers.ETag!.ToString());
        var (same, _) = await rest.SendAsync(HttpMethod.Get, "namespaces/shop/tables/t", null, ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        var (committed, _) = await rest.SendAsync(HttpMethod.Post, "namespaces/shop/tables/t", RestClient.SetProperty("a", "b"));
        var (changed, json) = await rest.SendAsync(HttpMethod.Get, "namespaces/shop/tables/t", null, ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(committed.Headers.ETag, changed.Headers.ETag);
        var file = json.GetProperty("metadata-location").GetString()!;
        File.Move(file["file://".Length..], test.Folder.File("elsewhere"));
        var words = await rest.FailsAsync(HttpStatusCode.NotFound, "NotFoundException", HttpMethod.Get, "namespaces/shop/tables/t", null, ("If-None-Match", changed.Headers.ETag!.ToString()));
        Assert.StartsWith($"Failed to open input stream for file: {file}", words, StringComparison.Ordinal);
        Assert.NotEqual(file, created.GetProperty("metadata-location").GetString());
    }

    [Fact]
    public async Task A_commit_is_one_metadata_file_and_answers_the_whole_metadata()
    {
        _ = await rest.CreateTableAsync("shop", "t");
        var answer = await rest.DoAsync(HttpMethod.Post, "namespaces/shop/tables/t",
            """{"requirements":[],"updates":[{"action":"set-properties","updates":{"a":"1"}},{"action":"set-properties","updates":{"b":"2"}}]}""");
        Assert.Equal(1, answer.GetProperty("metadata").GetProperty("metadata-log").GetArrayLength());
        Assert.Equal("2", answer.GetProperty("metadata").GetProperty("properties").GetProperty("b").GetString());
        var none = await rest.DoAsync(HttpMethod.Post, "namespaces/shop/tables/t", """{"requirements":[],"updates":[]}""");
        Assert.Equal(answer.GetProperty("metadata-location").GetString(), none.GetProperty("metadata-location").GetString());
        var conflict = await rest.FailsAsync(HttpStatusCode.Conflict, "CommitFailedException", HttpMethod.Post, "namespaces/shop/tables/t",
            """{"requirements":[{"type":"assert-table-uuid","uuid":"00000000-0000-0000-0000-000000000000"}],"updates":[{"action":"set-properties","updates":{"c":"1"}}]}""");
        Assert.StartsWith("Requirement failed: UUID does not match", conflict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_changes_all_tables_or_none()
    {
        foreach (var name in new[] { "a", "b" }) _ = await rest.CreateTableAsync("shop", name);
        static string Change(string table, string requirement) =>
            $$$"""{"identifier":{"namespace":["shop"],"name":"{{{table}}}"},"requirements":[{{{requirement}}}],"updates":[{"action":"set-properties","updates":{"k":"1"}}]}""";
        _ = await rest.FailsAsync(HttpStatusCode.Conflict, "CommitFailedException", HttpMethod.Post, "transactions/commit",
            $$"""{"table-changes":[{{Change("a", "")}},{{Change("b", """{"type":"assert-current-schema-id","current-schema-id":7}""")}}]}""");
        Assert.False((await rest.DoAsync(HttpMethod.Get, "namespaces/shop/tables/a")).GetProperty("metadata").GetProperty("properties").TryGetProperty("k", out _));
        _ = await rest.DoAsync(HttpMethod.Post, "transactions/commit", $$"""{"table-changes":[{{Change("a", "")}},{{Change("b", "")}}]}""");
        foreach (var name in new[] { "a", "b" })
            Assert.Equal("1", (await rest.DoAsync(HttpMethod.Get, $"namespaces/shop/tables/{name}")).GetProperty("metadata").GetProperty("properties").GetProperty("k").GetString());
    }

    [Fact]
    public async Task A_key_sent_twice_does_its_work_once()
    {
        var key = ("Idempotency-Key", "018f6b1e-5d2c-7abc-8def-000000000001");
        var first = await rest.DoAsync(HttpMethod.Post, "namespaces", """{"namespace":["once"]}""", key);
        var second = await rest.DoAsync(HttpMethod.Post, "namespaces", """{"namespace":["once"]}""", key);
        Assert.Equal(first.ToString(), second.ToString());
        _ = await rest.FailsAsync(HttpStatusCode.Conflict, "AlreadyExistsException", HttpMethod.Post, "namespaces", """{"namespace":["once"]}""");
        _ = await rest.FailsAsync(HttpStatusCode.UnprocessableEntity, "UnprocessableEntityException", HttpMethod.Post, "namespaces", """{"namespace":["other"]}""", key);
        _ = await rest.FailsAsync(HttpStatusCode.BadRequest, "BadRequestException", HttpMethod.Post, "namespaces", """{"namespace":["other"]}""", ("Idempotency-Key", "7"));

        var refused = ("Idempotency-Key", "018f6b1e-5d2c-7abc-8def-000000000002");
        var words = await rest.FailsAsync(HttpStatusCode.NotFound, "NoSuchTableException", HttpMethod.Delete, "namespaces/shop/tables/t", null, refused);
        _ = await rest.CreateTableAsync("shop", "t");
        Assert.Equal(words, await rest.FailsAsync(HttpStatusCode.NotFound, "NoSuchTableException", HttpMethod.Delete, "namespaces/shop/tables/t", null, refused));

        var commit = ("Idempotency-Key", "018f6b1e-5d2c-7abc-8def-000000000003");
        var one = await rest.DoAsync(HttpMethod.Post, "namespaces/shop/tables/t", RestClient.SetProperty("a", "b"), commit);
        var two = await rest.DoAsync(HttpMethod.Post, "namespaces/shop/tables/t", RestClient.SetProperty("a", "b"), commit);
        Assert.Equal(one.GetProperty("metadata-location").GetString(), two.GetProperty("metadata-location").GetString());
        var drop = ("Idempotency-Key", "018f6b1e-5d2c-7abc-8def-000000000004");
        foreach (var _ in new[] { 1, 2 }) Assert.Equal(HttpStatusCode.NoContent, (await rest.SendAsync(HttpMethod.Delete, "namespaces/shop/tables/t", null, drop)).Answer.StatusCode);
    }

    [Fact]
    public async Task Of_many_at_once_under_one_key_one_works()
    {
        var key = ("Idempotency-Key", "018f6b1e-5d2c-7abc-8def-0000000000aa");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => rest.SendAsync(HttpMethod.Post, "namespaces", """{"namespace":["crowd"]}""", key)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Answer.StatusCode));
    }

    [Fact]
    public async Task A_key_is_remembered_over_a_restart()
    {
        var key = ("Idempotency-Key", "018f6b1e-5d2c-7abc-8def-0000000000bb");
        _ = await rest.DoAsync(HttpMethod.Post, "namespaces", """{"namespace":["lasting"]}""", key);
        await test.StopAsync();
        await using var again = await TestServer.StartAsync(over: test);
        using var client = await again.ClientAsync();
        _ = await new RestClient(client).DoAsync(HttpMethod.Post, "namespaces", """{"namespace":["lasting"]}""", key);
    }

    [Fact]
    public async Task Client_credentials_become_a_bearer_token()
    {
        var secret = await test.TokenAsync("editor");
        foreach (var id in new[] { "test", "editor", "" })
        {
            var (_, token) = await RestClient.TokenAsync(test.Anonymous, ("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret), ("scope", "catalog"));
            Assert.Equal(secret, token.GetProperty("access_token").GetString());
            Assert.Equal("bearer", token.GetProperty("token_type").GetString());
            Assert.InRange(token.GetProperty("expires_in").GetInt64(), 3000, 3600);
        }
        var (_, login) = await RestClient.TokenAsync(test.Anonymous, ("grant_type", "client_credentials"), ("client_id", "viewer"), ("client_secret", "viewer-password"));
        using var client = test.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", login.GetProperty("access_token").GetString());
        _ = await new RestClient(client).DoAsync(HttpMethod.Get, "namespaces");
        var (_, exchanged) = await RestClient.TokenAsync(test.Anonymous, ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", secret));
        Assert.Equal(secret, exchanged.GetProperty("access_token").GetString());
        foreach (var (id, wrong) in new[] { ("somebody", secret), ("editor", "tarn_" + new string('x', 43)), ("viewer", "wrong-password") })
        {
            var (answer, error) = await RestClient.TokenAsync(test.Anonymous, ("grant_type", "client_credentials"), ("client_id", id), ("client_secret", wrong));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("invalid_client", error.GetProperty("error").GetString());
        }
        var (unknown, type) = await RestClient.TokenAsync(test.Anonymous, ("grant_type", "password"));
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Equal("unsupported_grant_type", type.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_purge_takes_the_tables_files_and_no_other_tables()
    {
        var kept = await rest.CreateTableAsync("shop", "kept");
        var location = kept.GetProperty("metadata").GetProperty("location").GetString();
        // Another table in the very same folder: its files cannot be told from this one's, so none is deleted.
        var guest = await rest.CreateTableAsync("shop", "guest", $",\"location\":\"{location}\"");
        Assert.Equal(HttpStatusCode.NoContent, (await rest.SendAsync(HttpMethod.Delete, "namespaces/shop/tables/guest?purgeRequested=True")).Answer.StatusCode);
        Assert.True(File.Exists(PathOf(guest)));
        Assert.Equal(HttpStatusCode.NoContent, (await rest.SendAsync(HttpMethod.Delete, "namespaces/shop/tables/kept?purgeRequested=true")).Answer.StatusCode);
        Assert.False(File.Exists(PathOf(kept)));
        _ = await rest.FailsAsync(HttpStatusCode.NotFound, "NoSuchTableException", HttpMethod.Delete, "namespaces/shop/tables/kept?purgeRequested=true");

        static string PathOf(JsonElement table) => table.GetProperty("metadata-location").GetString()!["file://".Length..];
    }

    [Fact]
    public async Task A_staged_table_takes_no_name_and_gets_a_folder_of_its_own()
    {
        var one = await rest.CreateTableAsync("shop", "s", ",\"stage-create\":true");
        var two = await rest.CreateTableAsync("shop", "s", ",\"stage-create\":true");
        Assert.False(one.TryGetProperty("metadata-location", out _));
        Assert.NotEqual(LocationOf(one), LocationOf(two));
        Assert.Equal(HttpStatusCode.NotFound, (await rest.SendAsync(HttpMethod.Head, "namespaces/shop/tables/s")).Answer.StatusCode);
        var three = await rest.CreateTableAsync("shop", "s");
        Assert.NotEqual(LocationOf(one), LocationOf(three));

        static string LocationOf(JsonElement table) => table.GetProperty("metadata").GetProperty("location").GetString()!;
    }

    [Fact]
    public async Task An_unregistered_table_leaves_its_files_and_its_last_metadata()
    {
        var created = await rest.CreateTableAsync("shop", "t");
        var last = await rest.DoAsync(HttpMethod.Post, "namespaces/shop/tables/t/unregister");
        Assert.Equal(created.GetProperty("metadata-location").GetString(), last.GetProperty("metadata-location").GetString());
        _ = await rest.FailsAsync(HttpStatusCode.NotFound, "NoSuchTableException", HttpMethod.Post, "namespaces/shop/tables/t", RestClient.SetProperty("a", "b"));
        _ = await rest.DoAsync(HttpMethod.Post, "namespaces/shop/register", $$"""{"name":"back","metadata-location":"{{last.GetProperty("metadata-location").GetString()}}"}""");
    }

    [Fact]
    public async Task Between_two_snapshots_what_appends_added_is_planned()
    {
        foreach (var sql in new[]
        {
            "create table shop.t (id int, p string) partitioned by (p) tblproperties ('format-version' = '3', 'commit.manifest.min-count-to-merge' = '3')", "insert into shop.t values (1, 'a')",
            "insert into shop.t values (2, 'b'), (3, 'c')", "update shop.t set id = 20 where id = 2", "insert into shop.t values (4, 'd')", "insert into shop.t values (5, 'e')",
        })
            _ = await Sql.RowsAsync(admin, sql);
        var ids = (await Sql.RowsAsync(admin, "select snapshot_id from shop.t.snapshots order by committed_at")).Split(',');
        Assert.Equal(5, ids.Length);
        Assert.Equal("b c d e", await AddedAsync(ids[0], ids[4]));
        Assert.Equal("d", await AddedAsync(ids[2], ids[3]));
        Assert.Equal("d", await AddedAsync(ids[1], ids[4], ""","filter":{"type":"lt","term":"id","value":5},"use-snapshot-schema":true"""));
        Assert.Equal("", await AddedAsync(ids[1], ids[2]));
        // Its start may be gone: the child still names it.
        _ = await rest.DoAsync(HttpMethod.Post, "namespaces/shop/tables/t", $$"""{"requirements":[],"updates":[{"action":"remove-snapshots","snapshot-ids":[{{ids[0]}}]}]}""");
        Assert.Equal("b c d e", await AddedAsync(ids[0], ids[4]));

        const string Plan = "namespaces/shop/tables/t/plan";
        Assert.Equal($"Starting snapshot (exclusive) {ids[4]} is not a parent ancestor of end snapshot {ids[2]}", await rest.FailsAsync(
            HttpStatusCode.BadRequest, "IllegalArgumentException", HttpMethod.Post, Plan, $$"""{"start-snapshot-id":{{ids[4]}},"end-snapshot-id":{{ids[2]}}}"""));
        Assert.Equal("Cannot find snapshot with ID 2", await rest.FailsAsync(HttpStatusCode.BadRequest, "IllegalArgumentException", HttpMethod.Post, Plan, """{"start-snapshot-id":1,"end-snapshot-id":2}"""));
        Assert.Contains("startSnapshotId and endSnapshotId is required", await rest.FailsAsync(
            HttpStatusCode.BadRequest, "BadRequestException", HttpMethod.Post, Plan, $$"""{"start-snapshot-id":{{ids[1]}}}"""), StringComparison.Ordinal);
        Assert.Contains("cannot provide both", await rest.FailsAsync(
            HttpStatusCode.BadRequest, "BadRequestException", HttpMethod.Post, Plan, $$"""{"snapshot-id":{{ids[4]}},"end-snapshot-id":{{ids[4]}}}"""), StringComparison.Ordinal);
    }

    /// <summary>The partitions of the files that were appended.</summary>
    async Task<string> AddedAsync(string after, string until, string more = "")
    {
        var plan = await rest.DoAsync(HttpMethod.Post, "namespaces/shop/tables/t/plan", $$"""{"start-snapshot-id":{{after}},"end-snapshot-id":{{until}}{{more}}}""");
        var tasks = plan.TryGetProperty("file-scan-tasks", out var found) ? [.. found.EnumerateArray()] : Array.Empty<JsonElement>();
        return string.Join(' ', tasks.Select(task => task.GetProperty("data-file").GetProperty("partition")[0].GetString()).Order(StringComparer.Ordinal));
    }
}
