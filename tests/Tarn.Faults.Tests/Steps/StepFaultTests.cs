using Tarn.Faults.Tests.Workshops;
using Tarn.Testing.Faults;
using Tarn.Transform.Runs;
using Xunit.Abstractions;

namespace Tarn.Faults.Tests.Steps;

/// <summary>
/// The store or the catalog fails, delays or answers "unknown" at step n of a whole sync and of a whole build, for every n. Delays change no outcome of a
/// single writer: a test run tries every tenth, <c>TARN_ALL_STEPS=1</c> all.
/// </summary>
public sealed class StepFaultTests(ITestOutputHelper output) : IAsyncLifetime
{
    const int LeastSteps = 40;

    /// <summary>A table with more files has more steps: with a new project now and then their number stays, and the steps come to an end.</summary>
    const int StepsAProject = 8;

    static readonly int DelayStride = Environment.GetEnvironmentVariable("TARN_ALL_STEPS") is null ? 10 : 1;

    Workshop workshop = new();
    OpenedProject looking = null!;

    public async Task InitializeAsync() => looking = await OpenedProject.OpenAsync(workshop.Root);

    public async Task DisposeAsync()
    {
        await looking.DisposeAsync();
        workshop.Dispose();
    }

    [Theory]
    [InlineData(FaultKind.Fail)]
    [InlineData(FaultKind.Delay)]
    [InlineData(FaultKind.Unknown)]
    public Task A_fault_at_any_step_of_a_sync_loses_nothing_acknowledged_and_the_next_sync_completes_it(FaultKind kind) => ForEveryStepAsync(kind, async (project, arm, disarm, when) =>
    {
        var before = workshop.Bronze;
        workshop.AddRound();
        arm();
        var (acknowledged, errors) = await project.SyncAsync();
        disarm();
        Assert.All(errors, e => Assert.True(Complains(e), $"{when}: {e}"));
        var state = await StateAsync(workshop.Bronze.OfSync.Keys);
        state.IsBetween(before.OfSync, workshop.Bronze.OfSync, when);
        state.Is(workshop.Bronze.OfSync.Where(t => acknowledged.Contains(t.Key)).ToDictionary(), $"{when}, acknowledged");
        Assert.Empty((await project.SyncAsync()).Errors);
        (await StateAsync(workshop.Bronze.OfSync.Keys)).Is(workshop.Bronze.OfSync, $"{when}, repeated");
    });

    [Theory]
    [InlineData(FaultKind.Fail)]
    [InlineData(FaultKind.Delay)]
    [InlineData(FaultKind.Unknown)]
    public Task A_fault_at_any_step_of_a_build_loses_nothing_acknowledged_and_the_next_build_completes_it(FaultKind kind) => ForEveryStepAsync(kind, async (project, arm, disarm, when) =>
    {
        var before = Models(workshop.Bronze);
        workshop.AddRound();
        var after = Models(workshop.Bronze);
        Assert.Empty((await project.SyncAsync()).Errors);
        arm();
        var outcome = await project.BuildAsync(_ => { });
        disarm();
        foreach (var node in outcome.Results.Where(r => r.Status == NodeStatus.Error))
            Assert.True(node.Message!.Contains("Injected", StringComparison.Ordinal) || node.Message.Contains("not known", StringComparison.Ordinal), $"{when}: {node.Message}");
        var state = await StateAsync(after.Keys);
        state.IsBetween(before, after, when);
        if (outcome.ExitCode == 0) state.Is(after, $"{when}, acknowledged");
        var lines = new List<string>();
        Assert.True((await project.BuildAsync(lines.Add)).ExitCode == 0, $"{when}, repeated:\n{string.Join('\n', lines)}");
        (await StateAsync(after.Keys)).Is(after, $"{when}, repeated");
    });

    [Theory]
    [InlineData(FaultKind.Fail)]
    [InlineData(FaultKind.Unknown)]
    public async Task A_fault_at_any_step_of_a_first_sync_leaves_tables_that_the_next_one_fills(FaultKind kind)
    {
        var step = 1;
        for (var happened = true; happened; step++)
        {
            using var first = new Workshop();
            first.AddRound();
            var plan = new FaultPlan(step, kind);
            await using (var project = await SpoiltProject.OpenAsync(first.Root, plan))
            {
                plan.Arm();
                var (_, errors) = await project.SyncAsync("stock");
                plan.Disarm();
                Assert.All(errors, e => Assert.True(Complains(e), $"{kind} at step {step}: {e}"));
                Assert.Empty((await project.SyncAsync("stock")).Errors);
            }

            await using var opened = await OpenedProject.OpenAsync(first.Root);
            Assert.Equal(first.Bronze.Stock, await opened.SumAsync("bronze.stock"));
            happened = plan.Happened;
        }

        Assert.True(step > LeastSteps / 4, $"only {step - 1} steps were reached");
    }

    async Task ForEveryStepAsync(FaultKind kind, Func<SpoiltProject, Action, Action, string, Task> tryAsync)
    {
        var stride = kind == FaultKind.Delay ? DelayStride : 1;
        var step = 1;
        for (var happened = true; happened;)
        {
            var plan = new FaultPlan(0, kind);
            await using (var project = await SpoiltProject.OpenAsync(workshop.Root, plan))
                for (var i = 0; i < StepsAProject && happened; i++, step += stride)
                {
                    await tryAsync(project, () => plan.Arm(step), plan.Disarm, $"{kind} at step {step}");
                    happened = plan.Happened;
                }

            // Not only what the tables show now: every file of every snapshot is there in its length.
            Assert.NotEmpty(await looking.ReachableFilesAsync());
            await DisposeAsync();
            workshop = new Workshop();
            await InitializeAsync();
        }

        output.WriteLine($"{step - stride} steps");
        Assert.True(step > LeastSteps, $"only {step - stride} steps were reached");
    }

    static Dictionary<string, RowSum> Models(WorkshopRows rows) => rows.OfBuild.Where(t => SpoiltProject.Models.Contains(t.Key.Split('.')[1])).ToDictionary();

    Task<WorkshopState> StateAsync(IEnumerable<string> tables) => WorkshopState.OfAsync(looking.SumAsync, tables);

    /// <summary>The injected failure, or the honest "not known".</summary>
    static bool Complains(Exception error) => error.ToString().Contains("Injected", StringComparison.Ordinal);
}
