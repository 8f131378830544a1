using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Workshops;

/// <summary>A real <c>tarn up</c> on a project folder, asked over HTTP.</summary>
sealed class WorkshopServer : IAsyncDisposable
{
    static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    readonly RunningProgram program;
    readonly HttpClient client;

    WorkshopServer(RunningProgram program, HttpClient client) => (this.program, this.client) = (program, client);

    public bool HasEnded => program.HasExited;

    public Uri Address => client.BaseAddress!;

    public static async Task<WorkshopServer> StartAsync(Workshop workshop)
    {
        var program = TarnProgram.Start(workshop.Root, "up", "--port", "0");
        var address = await program.LineAsync("ready ", StartLimit);
        var client = new HttpClient { BaseAddress = new Uri(address) };
        var password = await program.LineAsync("password ", StartLimit);
        using var login = await client.PostAsJsonAsync("/apiv2/login", new { userName = "admin", password });
        var token = (string)(await login.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!["token"]!;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new WorkshopServer(program, client);
    }

    public Task<WorkshopState> StateAsync() => WorkshopState.OfAsync(async table =>
    {
        var job = await RunAsync($"select count(*) as n, cast(coalesce({WorkshopFiles.SumOf[table]}, 0) as bigint) as total from {table}");
        if ((string)job["jobState"]! == "FAILED" && ((string)job["errorMessage"]!).Contains("does not exist", StringComparison.Ordinal)) return null;
        Assert.True((string)job["jobState"]! == "COMPLETED", job.ToJsonString());
        var row = (await client.GetFromJsonAsync<JsonObject>($"/api/v3/job/{job["id"]}/results"))!["rows"]![0]!;
        return new RowSum(Number(row["n"]), Number(row["total"]));
    });

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await program.DisposeAsync();
    }

    async Task<JsonObject> RunAsync(string sql)
    {
        using var answer = await client.PostAsJsonAsync("/api/v3/sql", new { sql });
        var id = (string)(await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        while (true)
        {
            var job = (await client.GetFromJsonAsync<JsonObject>($"/api/v3/job/{id}"))!;
            if ((string)job["jobState"]! is not ("PENDING" or "RUNNING"))
            {
                job["id"] = id;
                return job;
            }

            await Task.Delay(10);
        }
    }

    static long Number(JsonNode? value) => long.Parse(value!.ToString(), CultureInfo.InvariantCulture);
}
