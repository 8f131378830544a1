using System.Text.Json;

namespace Tarn.Server.RestCatalog;

/// <summary>Statements by the query API.</summary>
static class Sql
{
    /// <summary>Runs a statement to its end and gives its rows: cells joined by blanks, rows by commas.</summary>
    public static async Task<string> RowsAsync(HttpClient client, string sql)
    {
        using var started = await client.PostAsync("/api/v3/sql", new { sql });
        var id = (await started.JsonAsync()).GetProperty("id").GetString();
        for (var state = ""; state != "COMPLETED"; await Task.Delay(20))
        {
            using var job = await client.GetAsync($"/api/v3/job/{id}");
            var answer = await job.JsonAsync();
            state = answer.GetProperty("jobState").GetString()!;
            if (state is "FAILED" or "CANCELED") throw new InvalidOperationException($"{sql}: {answer}");
        }
        using var results = await client.GetAsync($"/api/v3/job/{id}/results?limit=500");
        var json = await results.JsonAsync();
        return json.TryGetProperty("rows", out var rows)
            ? string.Join(',', rows.EnumerateArray().Select(row => string.Join(' ', row.EnumerateObject().Select(cell => cell.Value.ValueKind == JsonValueKind.Null ? "" : cell.Value.ToString()))))
            : "";
    }
}
