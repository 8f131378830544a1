using System.Text.Json.Nodes;
using Tarn.Testing;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Commands;

/// <summary>Two projects: one serves the catalog and makes the token, the other has its tables there (<c>catalog.rest</c>).</summary>
public sealed class ForeignCatalogTests : IDisposable
{
    static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    readonly TemporaryFolder server = new();
    readonly TemporaryFolder client = new();

    public void Dispose()
    {
        server.Dispose();
        client.Dispose();
    }

    [ProgramFact]
    public async Task Statements_change_the_tables_of_another_server_until_their_token_is_revoked()
    {
        await File.WriteAllTextAsync(server.File("tarn.yaml"), "");
        var token = JsonNode.Parse((await OnServerAsync("token", "create", "--name", "lab", "--json")).Output)!;
        Assert.Equal(("lab", "admin"), ((string)token["name"]!, (string)token["user"]!));
        await using var running = TarnProgram.Start(server.Path, "up", "--port", "0");
        var address = await running.LineAsync("ready ", StartLimit);
        await File.WriteAllTextAsync(client.File("token.txt"), (string)token["token"]!);
        await File.WriteAllTextAsync(client.File("tarn.yaml"), $$$"""
            storage:
              allowedLocations: [{{{server.File("warehouse")}}}]
            catalog:
              rest:
                uri: {{{address.TrimEnd('/')}}}/iceberg
                token: ${file:token.txt}
            """);

        await OnClientAsync("create schema lab; create table lab.t (id bigint, name varchar); insert into lab.t values (1, 'a'), (2, 'b')");
        await OnClientAsync("update lab.t set name = 'c' where id = 2; insert into lab.t values (3, 'd')");
        const string Read = "select count(*) as n, sum(id) as total, max(name) as name from lab.t";
        Assert.Equal("n,total,name\n3,6,d\n", (await OnClientAsync(Read)).Output.ReplaceLineEndings("\n"));
        Assert.Equal("n,total,name\n3,6,d\n", (await OnServerAsync("sql", Read, "--format", "csv")).Output.ReplaceLineEndings("\n"));

        var listed = JsonNode.Parse((await OnServerAsync("token", "list", "--json")).Output)!.AsArray();
        Assert.Single(listed, row => (string)row!["id"]! == (string)token["id"]!);
        Assert.DoesNotContain((string)token["token"]!, listed.ToJsonString(), StringComparison.Ordinal);
        await OnServerAsync("token", "revoke", "lab");
        var refused = await TarnProgram.RunAsync(client.Path, "sql", Read);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.DoesNotContain((string)token["token"]!, refused.Output + refused.Errors, StringComparison.Ordinal);
        Assert.Equal("n,total,name\n3,6,d\n", (await OnServerAsync("sql", Read, "--format", "csv")).Output.ReplaceLineEndings("\n"));
    }

    [ProgramFact]
    public async Task Tokens_of_nobody_of_no_days_and_of_one_name_are_refused()
    {
        await File.WriteAllTextAsync(server.File("tarn.yaml"), "");
        Assert.Contains("no user nobody", await RefusedAsync("token", "create", "--name", "x", "--user", "nobody"), StringComparison.Ordinal);
        Assert.Contains("--days is at least 1", await RefusedAsync("token", "create", "--name", "x", "--days", "0"), StringComparison.Ordinal);
        Assert.Contains("no token x", await RefusedAsync("token", "revoke", "x"), StringComparison.Ordinal);
        var first = (await OnServerAsync("token", "create", "--name", "x")).Output.Trim();
        Assert.StartsWith("tarn_", first, StringComparison.Ordinal);
        Assert.NotEqual(first, (await OnServerAsync("token", "create", "--name", "x")).Output.Trim());
        Assert.Contains("2 tokens are called x", await RefusedAsync("token", "revoke", "x"), StringComparison.Ordinal);
        Assert.Equal(2, JsonNode.Parse((await OnServerAsync("token", "list", "--json")).Output)!.AsArray().Count);
    }

    async Task<string> RefusedAsync(params string[] arguments)
    {
        var answer = await TarnProgram.RunAsync(server.Path, arguments);
        Assert.NotEqual(0, answer.ExitCode);
        return answer.Errors;
    }

    async Task<ProgramAnswer> OnServerAsync(params string[] arguments) => (await TarnProgram.RunAsync(server.Path, arguments)).Demand();

    async Task<ProgramAnswer> OnClientAsync(string sql) => (await TarnProgram.RunAsync(client.Path, "sql", sql, "--format", "csv")).Demand();
}
