using Tarn.Faults.Tests.Workshops;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Commands;

/// <summary>The prompt in a real terminal.</summary>
public sealed class PromptTests : IDisposable
{
    /// <summary>Runs for minutes if it is left alone.</summary>
    const string Long = "select sum(a.range * b.range) from range(100000000) a, range(1000000) b where a.range + b.range > 7;";

    readonly Workshop workshop = new();

    public void Dispose() => workshop.Dispose();

    [TerminalFact]
    public async Task Takes_statements_of_several_lines_completes_names_and_remembers()
    {
        workshop.AddRound();
        (await TarnProgram.RunAsync(workshop.Root, "sync")).Demand();
        await using (var terminal = await StartAsync())
        {
            await terminal.TypeAsync("select count(*) as n,");
            await terminal.PressAsync("Enter");
            await terminal.TypeAsync("  17 + 4 as answer from bronze.ev");
            await terminal.PressAsync("Tab");
            await terminal.ShowsAsync(s => s.Contains("from bronze.events", StringComparison.Ordinal), "the completed name");
            await terminal.TypeAsync(";");
            await terminal.PressAsync("Enter");
            var screen = await terminal.ShowsAsync(s => s.Contains("1 row", StringComparison.Ordinal), "the answer");
            Assert.Matches("│ +20 │ +21 │", screen);
            await terminal.PressAsync("C-d");
        }

        await using var again = await StartAsync();
        await again.PressAsync("Up");
        await again.ShowsAsync(s => s.Contains("17 + 4 as answer from bronze.events", StringComparison.Ordinal), "the statement of the session before");
    }

    [TerminalFact]
    public async Task Shows_progress_after_a_second_and_Ctrl_C_cancels_the_statement_and_keeps_the_session()
    {
        await using var terminal = await StartAsync();
        await terminal.TypeAsync(Long);
        await terminal.PressAsync("Enter");
        await terminal.ShowsAsync(s => s.Split('\n')[^1].StartsWith("query", StringComparison.Ordinal), "the progress line");
        await terminal.PressAsync("C-c");
        await terminal.ShowsAsync(s => s.Contains("Cancelled.", StringComparison.Ordinal), "the end of the statement");
        await terminal.TypeAsync("select 40 + 2 as still_here;");
        await terminal.PressAsync("Enter");
        Assert.Matches("│ +42 │", await terminal.ShowsAsync(s => s.Contains("1 row", StringComparison.Ordinal), "the answer after the cancelled one"));
    }

    async Task<Tmux> StartAsync()
    {
        var terminal = await Tmux.StartAsync(TarnProgram.Path, "sql", "--project", workshop.Root);
        await terminal.ShowsAsync(s => s.Contains("tarn>", StringComparison.Ordinal), "the prompt");
        return terminal;
    }
}
