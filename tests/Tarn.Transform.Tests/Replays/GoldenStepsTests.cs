using Tarn.Testing;

namespace Tarn.Transform.Tests.Replays;

/// <summary>
/// The golden projects' recorded commands, in their order: exit codes, results, console lines, table contents. A step that goes otherwise than dbt's stands in a list with its
/// reason; one that begins to pass has to leave the list.
/// </summary>
public sealed class GoldenStepsTests
{
    private static readonly Dictionary<int, string> Shopfront = new()
    {
        [0] = "not yet: the command deps",
        [2] = "results of hooks and snapshots are not listed by compile",
        [5] = "not yet: unit tests",
        [6] = "not yet: metrics",
        [8] = "not yet: the command source freshness",
        [9] = "not yet: microbatch, snapshots, unit tests",
        [10] = "not yet: the command run-operation",
        [11] = "not yet: the command run-operation",
        [12] = "not yet: the command run-operation",
        [13] = "not yet: the command run-operation",
        [14] = "not yet: the command show",
        [15] = "not yet: the command show",
        [17] = "not yet: the flag --inline",
        [20] = "not yet: microbatch",
        [21] = "not yet: snapshots",
        [25] = "not yet: unit tests",
        [26] = "not yet: the flag --warn-error",
        [27] = "not yet: the flag --empty",
        [30] = "not yet: the flag --state",
        [31] = "not yet: the flag --state",
        [32] = "not yet: the flag --defer",
        [33] = "not yet: the flag --defer",
        [35] = "not yet: the flag --state",
        [36] = "not yet: the command docs",
        [37] = "not yet: microbatch",
        [40] = "needs the tables of --defer; dbt's cancelled test is a race of its threads",
        [41] = "not yet: the command clean",
        [42] = "not yet: the command deps",
    };

    private static readonly Dictionary<int, string> Fleet = new()
    {
        [1] = "not yet: snapshots, unit tests",
        [3] = "results of hooks and snapshots are not listed by compile",
        [5] = "dbt-duckdb's own crash",
        [7] = "not yet: microbatch, contracts",
        [8] = "not yet: the command retry",
        [10] = "not yet: the command retry",
        [12] = "not yet: microbatch, snapshots, unit tests",
        [14] = "not yet: microbatch, snapshots, unit tests",
        [15] = "not yet: microbatch, snapshots, unit tests",
        [19] = "the table of a custom materialization without adapter.commit() stays here; with dbt-duckdb it is lost",
        [21] = "not yet: unit tests",
        [22] = "not yet: unit tests",
        [23] = "not yet: the command source freshness",
        [24] = "not yet: the command source freshness",
        [26] = "not yet: microbatch",
        [27] = "not yet: incremental_predicates",
        [29] = "not yet: snapshots",
        [30] = "not yet: snapshots",
        [32] = "not yet: snapshots",
        [33] = "not yet: the command run-operation",
        [34] = "not yet: the command run-operation",
        [35] = "not yet: the command run-operation",
        [36] = "not yet: the command show",
        [37] = "not yet: the command show",
        [38] = "not yet: the command show",
        [39] = "not yet: the command show",
        [40] = "not yet: the flag --empty",
        [41] = "not yet: the flag --empty",
        [42] = "not yet: the flag --state",
        [43] = "not yet: the flag --state",
        [44] = "not yet: the flag --quiet",
        [45] = "not yet: the flag --log-format",
        [46] = "not yet: the flag --no-populate-cache",
        [69] = "types of property values are not checked",
        [72] = "not yet: the flag --warn-error",
        [74] = "tarn's own command line says which commands there are",
        [75] = "tarn's own command line says which flags there are",
        [76] = "every target is this project's tables",
        [77] = "tarn's own command line refuses it",
        [78] = "not yet: the command docs",
    };

    [SharedTheory("goldens/dbt/projects")]
    [InlineData("shopfront")]
    [InlineData("fleet")]
    public async Task Steps_go_as_dbts_did_or_are_listed_with_their_reason(string name)
    {
        var listed = name == "fleet" ? Fleet : Shopfront;
        var recorded = SharedData.PathTo($"goldens/dbt/projects/{name}");
        using var project = new ReplayedProject(recorded);
        var wrong = new List<string>();
        foreach (var step in RecordedStep.Load(Path.Combine(recorded, "steps.json")))
        {
            var found = await project.DoAsync(step, CancellationToken.None);
            if (step.Command is not null && found.Count == 0 == listed.ContainsKey(step.Index))
            {
                wrong.Add($"{step.Index} {step.Command}: {(found.Count == 0 ? $"passes, and is listed ({listed[step.Index]})" : string.Join("\n    ", found.Prepend("differs")))}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
