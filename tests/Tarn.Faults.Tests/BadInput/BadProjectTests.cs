using Tarn.Faults.Tests.Workshops;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.BadInput;

/// <summary>Mistakes in the project's own files: exit code 2, the place, and nothing was done.</summary>
public sealed class BadProjectTests(BadSources sources) : IClassFixture<BadSources>
{
    Workshop Workshop => sources.Workshop;

    [ProgramTheory]
    [InlineData("tarn.yaml", "storage:\n  warehouse: ./warehouse\n  wharehouse: x\n", "tarn.yaml:3:3: unknown key \"wharehouse\" in storage")]
    [InlineData("sources/more.yaml", "type: files\npath: ./data\nstreams:\n  a: {files: a.csv, table: bad.a, writes: append}\n", "sources/more.yaml:4:35: unknown key \"writes\" in streams.a; did you mean \"write\"?")]
    public async Task An_unknown_key_is_named_with_its_place(string file, string text, string said)
    {
        using var changed = new ChangedFile(Workshop, file, text);
        var answer = (await TarnProgram.RunAsync(Workshop.Root, "sync")).Demand(2);
        Assert.Contains(said, answer.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was done. Mend the project's files", answer.Errors, StringComparison.Ordinal);
        changed.Dispose();
        await sources.NothingChangedAsync();
    }

    [ProgramTheory]
    [InlineData("select * from {{ ref('kinds') }} union all select * from {{ ref('other') }}", "Found a cycle: model.work.extra --> model.work.other --> model.work.extra", "must not refer to the next")]
    [InlineData("select * from {{ ref('nothing') }}", "Model 'model.work.extra' (models/extra.sql) depends on a node named 'nothing' which was not found", "take the reference out")]
    [InlineData("select * from {{ source('bronze', 'nothing') }}", "depends on a source named 'bronze.nothing' which was not found", "take the reference out")]
    public async Task A_cycle_or_a_reference_to_nothing_is_named_before_anything_runs(string model, string said, string advice)
    {
        using var other = new ChangedFile(Workshop, "models/other.sql", "select * from {{ ref('extra') }}");
        using var extra = new ChangedFile(Workshop, "models/extra.sql", model);
        var answer = (await TarnProgram.RunAsync(Workshop.Root, "dbt", "build")).Demand(2);
        Assert.Contains(said, answer.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was run.", answer.Output, StringComparison.Ordinal);
        Assert.Contains(advice, answer.Output, StringComparison.Ordinal);
        await sources.NothingChangedAsync();
    }

    [ProgramFact]
    public async Task A_second_server_says_who_has_the_port_or_the_folder()
    {
        await using var server = await WorkshopServer.StartAsync(Workshop);
        var port = $"{server.Address.Port}";
        using var other = new Workshop();
        var taken = (await TarnProgram.RunAsync(other.Root, "up", "--port", port)).Demand(1);
        Assert.Matches($"error: Port {port} is taken by process [0-9]+ \\(tarn\\). Nothing was started. Stop that process, or choose another port", taken.Errors);
        Assert.DoesNotContain("   at ", taken.Output + taken.Errors, StringComparison.Ordinal);
        Assert.Contains($"Port {port} is taken", (await TarnProgram.RunAsync(other.Root, "up", "--port", port, "--detach")).Errors, StringComparison.Ordinal);
        var served = (await TarnProgram.RunAsync(Workshop.Root, "up", "--port", "0")).Demand(1);
        Assert.Matches("is already served by process [0-9]+ on port " + port + ".*Nothing was started. Use that server, or stop it with `tarn down`", served.Errors);
        Assert.False(server.HasEnded);
        await sources.NothingChangedAsync();
    }
}
