using Tarn.Faults.Tests.Workshops;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.BadInput;

/// <summary>A synced and built project with a stream for each way in which a source can be broken.</summary>
public sealed class BadSources : IAsyncLifetime
{
    const string Good = "id,name\n1,one\n2,two\n";

    public Workshop Workshop { get; } = new();

    public async Task InitializeAsync()
    {
        if (!File.Exists(TarnProgram.Path)) return;
        Workshop.AddRound();
        Workshop.Write("sources/bad.yaml", "type: files\npath: ./data/bad\nstreams:\n" + string.Concat(new[] { "lenient", "strict", "wide" }.Select(s =>
            $"  {s}:\n    files: {s}/*.csv\n    table: bad.{s}\n    maxBadRows: {(s == "strict" ? 0 : 1000)}\n"))
            + "  lines:\n    files: lines/*.jsonl\n    table: bad.lines\n    maxBadRows: 0\n  document:\n    files: document/*.json\n    table: bad.document\n  parts:\n    files: parts/*.parquet\n    table: bad.parts\n");
        foreach (var stream in new[] { "lenient", "strict", "wide" }) Workshop.Write($"data/bad/{stream}/good.csv", Good);
        Workshop.Write("data/bad/lines/good.jsonl", "{\"id\": 1}\n{\"id\": 2}\n");
        Workshop.Write("data/bad/document/good.json", "[{\"id\": 1}, {\"id\": 2}]");
        Directory.CreateDirectory(Workshop.PathOf("data/bad/parts"));
        (await TarnProgram.RunAsync(Workshop.Root, "generate", "--rows", "2", "-c", "id:long:sequence", "-o", Workshop.PathOf("data/bad/parts/good.parquet"))).Demand();
        (await TarnProgram.RunAsync(Workshop.Root, "sync")).Demand();
        (await TarnProgram.RunAsync(Workshop.Root, "dbt", "build")).Demand();
    }

    public Task DisposeAsync()
    {
        Workshop.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Everything is as the fixture left it.</summary>
    public async Task NothingChangedAsync()
    {
        await using var project = await OpenedProject.OpenAsync(Workshop.Root);
        var state = await WorkshopState.OfAsync(project.SumAsync);
        state.Is(Workshop.Bronze.OfSync, "after bad input");
        state.Is(Workshop.Bronze.OfBuild, "after bad input");
        foreach (var table in new[] { "strict", "wide", "lines", "document", "parts" })
            Assert.Equal(2L, (await project.RowsAsync($"select count(*) from bad.{table}"))[0][0]);
    }
}
