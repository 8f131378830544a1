using System.Globalization;
using Tarn.Faults.Tests.Workshops;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Writers;

/// <summary>Several processes write one table at once: each write stands, or was refused with a conflict.</summary>
public sealed class WritersTests
{
    const int Inserters = 5, Inserts = 8, Upserters = 3, Streams = 4, BaseRows = 50;

    [ProgramFact]
    public async Task Eight_writers_on_one_table_lose_no_update()
    {
        using var workshop = new Workshop();
        foreach (var (path, text) in Sources()) workshop.Write(path, text);
        (await TarnProgram.RunAsync(workshop.Root, "sync", "first")).Demand();
        for (var writer = 0; writer < Inserters; writer++) workshop.Write($"insert-{writer}.sql", Statements(writer));

        var upserts = Enumerable.Range(1, Upserters).Select(u => TarnProgram.RunAsync(workshop.Root, ["sync", .. Enumerable.Range(1, Streams).Select(s => $"up{u}-{s}")])).ToList();
        var inserts = Enumerable.Range(0, Inserters).Select(w => TarnProgram.RunAsync(workshop.Root, "sql", "-f", Path.Combine(workshop.Root, $"insert-{w}.sql"), "--json")).ToList();
        foreach (var upsert in upserts) (await upsert).Demand();

        await using var project = await OpenedProject.OpenAsync(workshop.Root);
        var state = await project.RowsAsync("select writer, count(*), count(distinct id), min(version), max(version) from bronze.shared group by writer order by writer");
        var rows = state.ToDictionary(r => (string)r[0]!, r => r[1..].Select(v => Convert.ToInt64(v, CultureInfo.InvariantCulture)).ToArray());
        // Every upserter brought the rows of the base in versions of its own; the newest must have won whoever came first.
        Assert.Equal([BaseRows, BaseRows, Upserters * 100 + Streams, Upserters * 100 + Streams], rows["base"]);
        for (var upserter = 1; upserter <= Upserters; upserter++) Assert.Equal([Streams, Streams, 1, 1], rows[$"up{upserter}"]);
        for (var writer = 0; writer < Inserters; writer++)
        {
            var answer = await inserts[writer];
            if (answer.ExitCode != 0) Assert.Contains("\"kind\":\"conflict\"", answer.Demand(1).Errors, StringComparison.Ordinal);
            var acknowledged = answer.Errors.Split('\n').Count(l => l.Contains("1 rows inserted", StringComparison.Ordinal));
            Assert.Equal(acknowledged, rows.TryGetValue($"sql{writer}", out var found) ? found[1] : 0);
            Assert.Equal(acknowledged, found?[0] ?? 0);
        }
    }

    [ProgramFact]
    public async Task Syncs_and_builds_that_run_several_times_at_once_load_each_row_once()
    {
        using var workshop = new Workshop();
        for (var round = 1; round <= 2; round++)
        {
            workshop.AddRound();
            foreach (var sync in Enumerable.Range(0, 4).Select(_ => TarnProgram.RunAsync(workshop.Root, "sync")).ToList()) Conflict(await sync);
            (await WorkshopState.OfAsync(workshop)).Is(workshop.Bronze.OfSync, $"round {round}, four syncs at once");
            foreach (var build in Enumerable.Range(0, 3).Select(_ => TarnProgram.RunAsync(workshop.Root, "dbt", "build")).ToList()) Conflict(await build);
            (await TarnProgram.RunAsync(workshop.Root, "dbt", "build")).Demand();
            (await WorkshopState.OfAsync(workshop)).Is(workshop.Bronze.OfBuild, $"round {round}, three builds at once");
        }
    }

    /// <summary>It went through, or says that somebody else was faster.</summary>
    static void Conflict(ProgramAnswer answer)
    {
        if (answer.ExitCode != 0)
            Assert.Matches("Nothing was written to .*(meanwhile|conflicts with a concurrent commit|gave up)|was created or changed by somebody else|exists already", answer.Demand(1).Output + answer.Errors);
    }

    static IEnumerable<(string Path, string Text)> Sources()
    {
        yield return ("sources/first.yaml", Source("first"));
        yield return ("data/first.csv", File("base", Enumerable.Range(1, BaseRows), version: 1));
        for (var upserter = 1; upserter <= Upserters; upserter++)
        {
            for (var stream = 1; stream <= Streams; stream++)
            {
                var name = $"up{upserter}-{stream}";
                yield return ($"sources/{name}.yaml", Source(name));
                yield return ($"data/{name}.csv", File("base", Enumerable.Range(1, BaseRows), upserter * 100 + stream) + FormattableString.Invariant($"{upserter * 1000 + stream},1,up{upserter}\n"));
            }
        }
    }

    static string Source(string name) =>
        $"type: files\npath: ./data\nstreams:\n  {name}:\n    files: {name}.csv\n    table: bronze.shared\n    write: append_dedup\n    key: [id]\n    cursor: version\n";

    static string File(string writer, IEnumerable<int> ids, int version) => "id,version,writer\n" + string.Concat(ids.Select(id => FormattableString.Invariant($"{id},{version},{writer}\n")));

    static string Statements(int writer) => string.Concat(Enumerable.Range(0, Inserts).Select(i =>
        FormattableString.Invariant($"insert into bronze.shared (id, version, writer) values ({100_000 + writer * 100 + i}, 0, 'sql{writer}');\n")));
}
