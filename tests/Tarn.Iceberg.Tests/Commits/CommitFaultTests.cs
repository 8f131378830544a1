using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Metadata;
using Tarn.Testing.Faults;

namespace Tarn.Iceberg.Commits;

public sealed class CommitFaultTests
{
    public static TheoryData<int, FaultKind, bool> Cases()
    {
        var cases = new TheoryData<int, FaultKind, bool>();
        foreach (var version in (int[])[2, 3])
            foreach (var kind in Enum.GetValues<FaultKind>())
                foreach (var overwrites in (bool[])[false, true])
                    cases.Add(version, kind, overwrites);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fault_at_any_step_loses_no_acknowledged_commit_and_leaves_the_table_readable(int formatVersion, FaultKind kind, bool overwrites)
    {
        var step = 1;
        while (await SurvivesAsync(formatVersion, new FaultPlan(step, kind), overwrites)) step++;
        Assert.True(step > 4, $"only {step - 1} steps were reached");
    }

    static async Task<bool> SurvivesAsync(int formatVersion, FaultPlan plan, bool overwrites)
    {
        var bench = await CommitBench.CreateAsync(formatVersion, plan, ("commit.manifest.min-count-to-merge", "2"));
        var old = CommitBench.File("old", "x");
        await bench.CommittedAsync(SnapshotChange.Append(old, CommitBench.File("kept", "x", 10)));
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("other", "y", 20)));
        var table = await bench.LoadAsync();
        var change = overwrites
            ? SnapshotChange.Overwrite([old], [CommitBench.File("new", "x")], new ConflictChecks(table.CurrentSnapshot!.SnapshotId, IsolationLevel.Serializable, Expression.Equal("p", "x")))
            : SnapshotChange.Append(CommitBench.File("new", "x"));
        var (before, after) = ("kept old other", overwrites ? "kept new other" : "kept new old other");
        // Somebody else's commit in between makes the change go through the retry, too.
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("rival", "z")));
        (before, after) = ($"{before} rival", $"{after} rival");
        var leftovers = bench.Locations.ToHashSet(StringComparer.Ordinal);

        plan.Arm();
        var outcome = await TryAsync(bench, change, table);
        plan.Disarm();

        var found = await bench.FilesAsync();
        if (outcome is CommitOutcome.Committed) Assert.Equal(after, found);
        else if (outcome is CommitOutcome.Unknown) Assert.Contains(found, (string[])[before, after]);
        else Assert.Equal(before, found);
        foreach (var snapshot in (await bench.LoadAsync()).Metadata.Snapshots) await bench.FilesAsync(new SnapshotSelector.ById(snapshot.SnapshotId));
        if (outcome is CommitOutcome.Conflict { Reason: var reason } && !reason.StartsWith("Injected: delete", StringComparison.Ordinal))
            Assert.DoesNotContain(bench.Locations, location => location.EndsWith(".avro", StringComparison.Ordinal) && !leftovers.Contains(location));
        if (found == before) Assert.Equal(after, await RepeatAsync(bench, change, table));
        return plan.Happened;
    }

    static async Task<string> RepeatAsync(CommitBench bench, SnapshotChange change, Table table)
    {
        await bench.CommittedAsync(change, table);
        return await bench.FilesAsync();
    }

    /// <summary>An exception is an answer, too: nothing was committed.</summary>
    static async Task<CommitOutcome> TryAsync(CommitBench bench, SnapshotChange change, Table table)
    {
        try
        {
            return await bench.CommitAsync(change, table);
        }
        catch (IcebergException e) when (e.Kind is IcebergErrorKind.Unavailable or IcebergErrorKind.OutcomeUnknown)
        {
            return new CommitOutcome.Conflict(e.Message);
        }
    }
}
