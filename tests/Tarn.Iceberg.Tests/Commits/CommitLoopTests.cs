using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Commits;

public sealed class CommitLoopTests
{
    [Fact]
    public async Task Eight_writers_at_once_lose_no_commit()
    {
        var catalog = await TestTables.CatalogAsync();
        var creation = TestTables.Creation() with
        {
            Properties = StringMaps.Of((TableProperties.CommitRetries, "100"), (TableProperties.CommitMinRetryWaitMs, "1"), (TableProperties.CommitMaxRetryWaitMs, "5")),
        };
        var table = await catalog.CreateTableAsync(creation, CancellationToken.None);
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 8).Select(writer => Task.Run(() => AppendAsync(catalog, table, writer))));
        Assert.All(outcomes, outcome => Assert.IsType<CommitOutcome.Committed>(outcome));
        var now = await table.RefreshAsync(CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 8).Select(id => (long)id), now.Metadata.Snapshots.Select(snapshot => snapshot.SnapshotId).Order());
        Assert.Equal(8, now.Metadata.AncestorsOf(now.CurrentSnapshot!.SnapshotId).Count());
    }

    [Fact]
    public async Task A_conflict_after_the_last_retry_is_reported_with_its_reason()
    {
        var catalog = await TestTables.CatalogAsync();
        var table = await catalog.CreateTableAsync(TestTables.Creation() with { Properties = StringMaps.Of((TableProperties.CommitRetries, "1"), (TableProperties.CommitMinRetryWaitMs, "0")) }, default);
        var tries = 0;
        var outcome = await new CommitLoop(catalog, TimeProvider.System).RunAsync(table, (_, _) =>
        {
            tries++;
            return Task.FromResult(new CommitAttempt([new TableRequirement.AssertCurrentSchemaId(9)], []));
        }, CancellationToken.None);
        Assert.Contains("current schema changed: expected id 9 != 0", Assert.IsType<CommitOutcome.Conflict>(outcome).Reason, StringComparison.Ordinal);
        Assert.Equal(2, tries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_outcome_is_settled_by_looking_for_the_snapshot_and_never_tried_again(bool happened)
    {
        var inner = await TestTables.CatalogAsync();
        var table = await inner.CreateTableAsync(TestTables.Creation() with { Properties = StringMaps.Of((TableProperties.CommitMinRetryWaitMs, "0")) }, default);
        var catalog = new CatalogThatLosesAnswers(inner, happened);
        var outcome = await AppendAsync(catalog, table, 1);
        Assert.Equal(1, catalog.Commits);
        Assert.Equal(happened, outcome is CommitOutcome.Committed);
        Assert.Equal(!happened, outcome is CommitOutcome.Unknown);
    }

    [Fact]
    public async Task A_try_that_is_cancelled_under_way_is_unknown_and_one_before_it_is_an_exception()
    {
        var inner = await TestTables.CatalogAsync();
        var table = await inner.CreateTableAsync(TestTables.Creation(), CancellationToken.None);
        using var source = new CancellationTokenSource();
        var loop = new CommitLoop(new CatalogThatLosesAnswers(inner, happens: true) { OnCommit = source.Cancel }, TimeProvider.System);
        var outcome = await loop.RunAsync(table, (now, _) => Task.FromResult(new CommitAttempt([], [new TableUpdate.SetProperties(StringMaps.Of(("a", "b")))], 1)), source.Token);
        Assert.IsType<CommitOutcome.Unknown>(outcome);
        await Assert.ThrowsAsync<OperationCanceledException>(() => loop.RunAsync(table, (_, _) => throw new InvalidOperationException(), source.Token));
    }

    static Task<CommitOutcome> AppendAsync(ICatalog catalog, Table table, long snapshotId) =>
        new CommitLoop(catalog, TimeProvider.System).RunAsync(table, (now, _) => Task.FromResult(new CommitAttempt(
            [new TableRequirement.AssertRefSnapshotId("main", now.Metadata.CurrentSnapshotId)],
            [new TableUpdate.AddSnapshot(TestTables.Snapshot(now.Metadata, snapshotId)), new TableUpdate.SetSnapshotRef("main", SnapshotRef.Branch(snapshotId))],
            snapshotId)), CancellationToken.None);
}
