using System.Text.Json;
using Tarn.Faults.Tests.Workshops;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Commands;

public sealed class ResetTests : IDisposable
{
    readonly Workshop workshop = new();

    public void Dispose() => workshop.Dispose();

    [ProgramFact]
    public async Task A_stream_is_taken_back_to_its_beginning_when_it_is_said_twice_and_loads_everything_again()
    {
        workshop.AddRound();
        (await TarnProgram.RunAsync(workshop.Root, "sync", "work.events")).Demand();
        var rows = workshop.Bronze.Events.Count;

        var asked = (await TarnProgram.RunAsync(workshop.Root, "sync", "reset", "work.events", "--json")).Demand();
        var effect = JsonElement.Parse(asked.Output)[0];
        Assert.Equal(("work.events", "bronze.events", 1, JsonValueKind.Null),
            (effect.GetProperty("stream").GetString(), effect.GetProperty("table").GetString(), effect.GetProperty("source_files").GetInt32(), effect.GetProperty("snapshot").ValueKind));
        Assert.Contains("Nothing was done: add --yes", asked.Errors, StringComparison.Ordinal);
        Assert.Equal(rows, await CountAsync());

        Assert.Contains("Done in snapshot", (await TarnProgram.RunAsync(workshop.Root, "sync", "reset", "work.events", "--yes")).Demand().Output, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync());
        (await TarnProgram.RunAsync(workshop.Root, "sync", "work.events")).Demand();
        Assert.Equal(rows, await CountAsync());
    }

    async Task<long> CountAsync()
    {
        await using var project = await OpenedProject.OpenAsync(workshop.Root);
        return (long)(await project.RowsAsync("select count(*) from bronze.events"))[0][0]!;
    }
}
