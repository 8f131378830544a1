using System.Globalization;
using Tarn.Faults.Tests.Workshops;
using Tarn.Testing.Programs;
using Xunit.Abstractions;

namespace Tarn.Faults.Tests.Kills;

/// <summary>
/// <c>kill -9</c> at any moment of a sync or a build. <c>TARN_KILLS</c> asks for more kills than a test run has time for, <c>TARN_SEED</c> repeats a run:
/// <c>TARN_KILLS=500 dotnet test tests/Tarn.Faults.Tests --filter KillTests</c>.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("TARN_KILLS") ?? "16", CultureInfo.InvariantCulture);
    static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("TARN_SEED") ?? $"{Random.Shared.Next()}", CultureInfo.InvariantCulture);

    [ProgramFact]
    public async Task A_kill_at_any_moment_of_a_sync_or_build_loses_no_row_doubles_none_and_leaves_no_file_that_the_doctor_cannot_name()
    {
        using var workshop = new Workshop();
        var kills = await KillAsync(workshop, Kills, WorkshopState.OfAsync);
        Assert.True(kills.Hits > Kills / 3, $"only {kills.Hits} of {Kills} kills came in time");
        await Leftovers.AreNamedByTheDoctorAsync(workshop, Label);
    }

    [ProgramFact]
    public async Task The_same_while_a_server_answers_on_the_project()
    {
        using var workshop = new Workshop();
        await using var server = await WorkshopServer.StartAsync(workshop);
        await KillAsync(workshop, Math.Max(4, Kills / 2), _ => server.StateAsync());
        await Leftovers.AreNamedByTheDoctorAsync(workshop, Label);
        Assert.False(server.HasEnded);
    }

    static string Label => $"TARN_SEED={Seed}";

    async Task<KillMoments> KillAsync(Workshop workshop, int count, Func<Workshop, Task<WorkshopState>> look)
    {
        output.WriteLine(Label);
        var moments = new KillMoments(new Random(Seed));
        var built = WorkshopRows.None;
        for (var kill = 0; kill < count; kill += 2)
        {
            var before = workshop.Bronze;
            workshop.AddRound();
            await moments.RunAsync(workshop, "sync");
            (await look(workshop)).IsBetween(before.OfSync, workshop.Bronze.OfSync, $"{Label}, sync of round {kill / 2 + 1} killed");
            (await TarnProgram.RunAsync(workshop.Root, "sync")).Demand();
            (await look(workshop)).Is(workshop.Bronze.OfSync, $"{Label}, sync of round {kill / 2 + 1} repeated");

            await moments.RunAsync(workshop, "dbt", "build");
            (await look(workshop)).IsBetween(built.OfBuild, workshop.Bronze.OfBuild, $"{Label}, build of round {kill / 2 + 1} killed");
            (await TarnProgram.RunAsync(workshop.Root, "dbt", "build")).Demand();
            (await look(workshop)).Is(workshop.Bronze.OfBuild, $"{Label}, build of round {kill / 2 + 1} repeated");
            built = workshop.Bronze;
        }

        output.WriteLine($"{moments.Hits} of {count} kills came in time");
        return moments;
    }
}
