using System.Text.Json;
using Tarn.Faults.Tests.Workshops;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Commands;

public sealed class ReplayTests : IDisposable
{
    readonly Workshop workshop = new();

    public void Dispose() => workshop.Dispose();

    [ProgramFact]
    public async Task A_replay_reads_the_waiting_rows_files_again_and_says_what_still_does_not_fit()
    {
        workshop.Write("sources/shop.yaml", Rule(""));
        workshop.Write("data/notes/1.csv", "id,amount\n1,10\n2,n/a\n3,thirty\n");
        workshop.Write("data/log/1.csv", "id,amount\n1,n/a\n");
        Assert.Contains("shop.notes: 1 rows from 1 files into shop.notes, 2 rows quarantined", (await TarnProgram.RunAsync(workshop.Root, "sync", "shop")).Demand().Output, StringComparison.Ordinal);
        workshop.Write("sources/shop.yaml", Rule("    csv: {nullText: n/a}\n"));

        var replayed = (await TarnProgram.RunAsync(workshop.Root, "sync", "replay", "shop.notes", "--json")).Demand();
        var answer = JsonElement.Parse(replayed.Output)[0];
        Assert.Equal(("loaded", 2, 1), (answer.GetProperty("state").GetString(), answer.GetProperty("rows").GetInt64(), answer.GetProperty("quarantined").GetInt64()));
        await using (var project = await OpenedProject.OpenAsync(workshop.Root))
        {
            Assert.Equal([1L, 2L], (await project.RowsAsync("select id from shop.notes order by id")).Select(r => r[0]));
            Assert.Equal(["3,thirty"], (await project.RowsAsync("select raw from quarantine.shop_notes")).Select(r => r[0]));
        }

        // A stream that adds everything each time would have its rows twice; one whose file is gone keeps what waits.
        Assert.Contains("a replay would add rows twice. Nothing was done", (await TarnProgram.RunAsync(workshop.Root, "sync", "replay", "shop.log")).Demand(1).Errors, StringComparison.Ordinal);
        File.Delete(workshop.PathOf("data/notes/1.csv"));
        workshop.Write("data/notes/2.csv", "id,amount\n4,40\n");
        Assert.Contains("has no more the files that 1 rows in quarantine come from (notes/1.csv). The rows stay", (await TarnProgram.RunAsync(workshop.Root, "sync", "replay", "shop.notes")).Demand(1).Errors, StringComparison.Ordinal);
        (await TarnProgram.RunAsync(workshop.Root, "sql", "delete from quarantine.shop_notes where file = 'notes/1.csv'")).Demand();
        Assert.Contains("shop.notes: no row waits in quarantine", (await TarnProgram.RunAsync(workshop.Root, "sync", "replay", "shop.notes")).Demand().Output, StringComparison.Ordinal);
    }

    static string Rule(string csv) => "type: files\npath: ./data\nstreams:\n" + string.Concat(new[] { "notes", "log" }.Select(name =>
        $"  {name}:\n    files: {name}/*.csv\n    table: shop.{name}\n    columns: {{amount: bigint}}\n{(name == "log" ? "    sync: full_refresh\n" : "")}{csv}"));
}
