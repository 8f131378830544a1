using System.Globalization;
using Tarn.Faults.Tests.Workshops;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Writers;

/// <summary>Several processes write one table at once: each write stands, or was refused with a conflict.</summary>
public sealed class WritersTests
{
    const int Inserters = 5, Inserts = 8, Mergers = 2, Rounds = 4, BaseRows = 50, MostAttempts = 200;

    [ProgramFact]
    public async Task Eight_writers_on_one_table_lose_no_update()
    {
        using var workshop = new Workshop();
        workshop.Write("sources/first.yaml", "type: files\npath: ./data/shared\nstreams:\n  first:\n    files: '*.csv'\n    table: bronze.shared\n    write: append_dedup\n    key: [id]\n    cursor: version\n");
        await SyncAsync(workshop, round: 0);
        for (var writer = 0; writer < Inserters; writer++) workshop.Write($"insert-{writer}.sql", Statements(writer));

        var mergers = Enumerable.Range(1, Mergers).Select(m => MergeAsync(workshop, m)).ToList();
        var inserts = Enumerable.Range(0, Inserters).Select(w => TarnProgram.RunAsync(workshop.Root, "sql", "-f", Path.Combine(workshop.Root, $"insert-{w}.sql"), "--json")).ToList();
        for (var round = 1; round <= Rounds; round++) await SyncAsync(workshop, round);
        foreach (var merger in mergers) await merger;

        await using var project = await OpenedProject.OpenAsync(workshop.Root);
        var state = await project.RowsAsync("select writer, count(*), count(distinct id), min(version), max(version) from bronze.shared group by writer order by writer");
        var rows = state.ToDictionary(r => (string)r[0]!, r => r[1..].Select(v => Convert.ToInt64(v, CultureInfo.InvariantCulture)).ToArray());
        // Each writer brought the rows of the base in versions of its own; the newest must have won whoever came first.
        var newest = Version(Rounds, Mergers);
        Assert.Equal([BaseRows, BaseRows, newest, newest], rows["base"]);
        Assert.Equal([Rounds + 1, Rounds + 1, 1, 1], rows["sync"]);
        for (var merger = 1; merger <= Mergers; merger++) Assert.Equal([Rounds, Rounds, 1, 1], rows[$"merge{merger}"]);
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

    /// <summary>One more file of the source, with the base's rows in a newer version and one row of its own. A sync meets every other writer and must go through.</summary>
    static async Task SyncAsync(Workshop workshop, int round)
    {
        var rows = Enumerable.Range(1, BaseRows).Select(id => FormattableString.Invariant($"{id},{Version(round, 0)},base\n"));
        workshop.Write($"data/shared/{round}.csv", "id,version,writer\n" + string.Concat(rows) + FormattableString.Invariant($"{1000 + round},1,sync\n"));
        (await TarnProgram.RunAsync(workshop.Root, "sync", "first")).Demand();
    }

    /// <summary>What a user does whose MERGE is refused because of another's commit: runs it again, until it goes through.</summary>
    static async Task MergeAsync(Workshop workshop, int merger)
    {
        for (var round = 1; round <= Rounds; round++)
        {
            var statement = FormattableString.Invariant($"""
                merge into bronze.shared as t
                using (select i as id, {Version(round, merger)} as version, 'base' as writer from range(1, {BaseRows + 1}) as r(i) union all values ({merger * 10_000 + round}, 1, 'merge{merger}')) as s
                on t.id = s.id
                when matched and s.version > t.version then update set version = s.version
                when not matched then insert (id, version, writer) values (s.id, s.version, s.writer)
                """);
            var attempts = 0;
            while (await TarnProgram.RunAsync(workshop.Root, "sql", statement, "--json") is { ExitCode: not 0 } refused)
            {
                Assert.Contains("\"kind\":\"conflict\"", refused.Demand(1).Errors, StringComparison.Ordinal);
                Assert.True(++attempts < MostAttempts, refused.Errors);
            }
        }
    }

    static int Version(int round, int writer) => round * 10 + writer;

    static string Statements(int writer) => string.Concat(Enumerable.Range(0, Inserts).Select(i =>
        FormattableString.Invariant($"insert into bronze.shared (id, version, writer) values ({100_000 + writer * 100 + i}, 0, 'sql{writer}');\n")));
}
