namespace Tarn.Server;

/// <summary>Puts files into the project folder of a test's server.</summary>
static class ProjectFiles
{
    public static async Task WriteAsync(this TestServer test, string path, string text)
    {
        var file = test.Folder.File(path.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text);
    }

    /// <summary>A connection <c>shop</c> with two streams of CSV files.</summary>
    public static async Task WriteShopAsync(this TestServer test)
    {
        await test.WriteAsync("sources/shop.yaml", "type: files\npath: ./data\nstreams:\n  orders: { files: 'orders/*.csv', table: bronze.orders }\n  missing: { files: 'nothing/*.csv', table: bronze.missing }\n");
        await test.WriteAsync("data/orders/1.csv", "id,amount\n1,10\n2,20\n");
    }

    /// <summary>Runs statements whose rows nobody reads, as the system.</summary>
    public static async Task ExecuteAsync(this TestServer test, params string[] statements)
    {
        await using var session = test.Lakehouse.OpenSession(Security.Identity.Principal.System);
        foreach (var sql in statements)
            await using (await session.ExecuteAsync(sql, CancellationToken.None))
            {
                // A definition gives no rows.
            }
    }

    /// <summary>Asks until a job has ended, and gives it.</summary>
    public static async Task<System.Text.Json.JsonElement> EndedAsync(this HttpClient client, string job)
    {
        for (var look = 0; look < 600; look++)
        {
            using var answer = await client.GetAsync($"/api/ui/v1/jobs/{job}");
            var found = await answer.JsonAsync();
            if (found.TryGetProperty("endedAt", out _)) return found;
            await Task.Delay(50);
        }
        throw new TimeoutException($"job {job} did not end");
    }
}
