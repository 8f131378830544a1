using System.Diagnostics;
using Tarn.Testing;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Commands;

/// <summary>The two commands that a newcomer types, as he types them.</summary>
public sealed class QuickstartTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [ProgramFact]
    public async Task The_quick_start_runs_twice_in_a_row_and_its_server_can_be_stopped()
    {
        var shop = folder.File("shop");
        try
        {
            var first = (await StartAsync(shop)).Demand();
            var address = LastLine(first);
            Assert.Matches("^ready http://127.0.0.1:[0-9]+$", address);
            Assert.Contains("password", first.Output, StringComparison.Ordinal);
            using (var client = new HttpClient()) Assert.Equal("ok", (await client.GetStringAsync(address[6..] + "/healthz")).Trim());

            var second = (await StartAsync(shop)).Demand();
            Assert.Equal(address, LastLine(second));
            Assert.DoesNotContain("password", second.Output, StringComparison.Ordinal);
            Assert.Contains("up to date", second.Output, StringComparison.Ordinal);
        }
        finally
        {
            if (Directory.Exists(shop)) Assert.Contains("Stopped the server", (await TarnProgram.RunAsync(shop, "down")).Demand().Output, StringComparison.Ordinal);
        }

        Assert.Contains("No server runs", (await TarnProgram.RunAsync(shop, "down")).Demand().Output, StringComparison.Ordinal);
    }

    static async Task<ProgramAnswer> StartAsync(string shop)
    {
        await using var running = new RunningProgram(new ProcessStartInfo(Path.Combine(SharedData.RepositoryRoot, "quickstart.sh"), ["--dir", shop, "--port", "0", "--detach"]));
        return await running.CompleteAsync();
    }

    static string LastLine(ProgramAnswer answer) => answer.Output.TrimEnd().Split('\n')[^1];
}
