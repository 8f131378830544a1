using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Commits;

public sealed class MetadataCommitTests
{
    static Task<CommitOutcome> AddAsync(Table table, string name)
    {
        var update = new SchemaUpdate(new SchemaChange.AddField(null, name, IcebergType.Int));
        return MetadataCommit.RunAsync(table, now => update.Plan(now), TimeProvider.System, CancellationToken.None);
    }

    [Fact]
    public async Task Two_columns_added_from_one_basis_are_both_there()
    {
        var bench = await CommitBench.CreateAsync(2);
        var basis = await bench.LoadAsync();
        _ = Assert.IsType<CommitOutcome.Committed>(await AddAsync(basis, "a"));
        var metadata = Assert.IsType<CommitOutcome.Committed>(await AddAsync(basis, "b")).Metadata;
        Assert.Equal("1: id, 2: p, 3: a, 4: b", string.Join(", ", metadata.Schema.Fields.Select(field => $"{field.Id}: {field.Name}")));
    }

    [Fact]
    public async Task A_column_that_somebody_else_added_meanwhile_is_refused()
    {
        var bench = await CommitBench.CreateAsync(2);
        var basis = await bench.LoadAsync();
        _ = await AddAsync(basis, "a");
        var error = await Assert.ThrowsAsync<IcebergException>(() => AddAsync(basis, "a"));
        Assert.Contains("name already exists: a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task References_are_created_replaced_moved_and_dropped()
    {
        var bench = await CommitBench.CreateAsync(2);
        var first = (await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("a", "x")))).CurrentSnapshotId!.Value;
        var second = (await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("b", "x")))).CurrentSnapshotId!.Value;
        async Task<TableMetadata> Done(SnapshotRefChange change) =>
            Assert.IsType<CommitOutcome.Committed>(await MetadataCommit.RunAsync(await bench.LoadAsync(), now => change.Plan(now), TimeProvider.System, CancellationToken.None)).Metadata;
        async Task<string> Refused(SnapshotRefChange change) => (await Assert.ThrowsAsync<IcebergException>(() => Done(change))).Message;

        await Done(new SnapshotRefChange.Create("audit", SnapshotRefType.Branch, first) { MinSnapshotsToKeep = 3, MaxRefAgeMs = 7 });
        Assert.Equal("Ref audit already exists", await Refused(new SnapshotRefChange.Create("audit", SnapshotRefType.Branch, first)));
        await Done(new SnapshotRefChange.Create("audit", SnapshotRefType.Branch, second) { Existing = ExistingRef.Keep });
        await Done(new SnapshotRefChange.Create("v1", SnapshotRefType.Tag, null));
        var metadata = await Done(new SnapshotRefChange.FastForward("audit", "v1"));
        Assert.Equal(SnapshotRef.Branch(second) with { MinSnapshotsToKeep = 3, MaxRefAgeMs = 7 }, metadata.Refs["audit"]);
        metadata = await Done(new SnapshotRefChange.Replace("audit", SnapshotRefType.Branch, first) { MaxSnapshotAgeMs = 9 });
        Assert.Equal(SnapshotRef.Branch(first) with { MinSnapshotsToKeep = 3, MaxRefAgeMs = 7, MaxSnapshotAgeMs = 9 }, metadata.Refs["audit"]);
        Assert.Contains("main is not an ancestor of audit", await Refused(new SnapshotRefChange.FastForward("main", "audit")), StringComparison.Ordinal);
        Assert.Equal("Ref v1 is a tag not a branch", await Refused(new SnapshotRefChange.Drop("v1", SnapshotRefType.Branch, IfExists: true)));
        Assert.Equal("Cannot remove main branch", await Refused(new SnapshotRefChange.Drop("main", SnapshotRefType.Branch, IfExists: false)));
        Assert.Equal(["audit", "main"], (await Done(new SnapshotRefChange.Drop("v1", SnapshotRefType.Tag, IfExists: false))).Refs.Keys);

        metadata = await Done(new SnapshotRefChange.RollbackTo(first));
        Assert.Equal((first, 3), (metadata.CurrentSnapshotId, metadata.SnapshotLog.Length));
        Assert.Contains("not an ancestor", await Refused(new SnapshotRefChange.RollbackTo(second)), StringComparison.Ordinal);
        Assert.Equal(second, (await Done(new SnapshotRefChange.SetCurrent(second))).CurrentSnapshotId);
        Assert.Contains("no valid snapshot older than", await Refused(new SnapshotRefChange.RollbackToTime(DateTimeOffset.UnixEpoch)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_staged_append_is_published_once_wherever_main_went()
    {
        var bench = await CommitBench.CreateAsync(3);
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("a", "x")));
        var staged = await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("b", "y")) with { Staged = true, SummaryProperties = Json.StringMaps.Of((CherryPick.WapId, "w1")) });
        var id = staged.Snapshots[^1].SnapshotId;
        Assert.Equal("a", await bench.FilesAsync());
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("c", "x")));
        var published = Assert.IsType<CommitOutcome.Committed>(await CherryPick.RunAsync(await bench.LoadAsync(), id, TimeProvider.System, CancellationToken.None)).Metadata;
        Assert.Equal("a b c", await bench.FilesAsync());
        Assert.Equal(($"{id}", "w1"), (published.CurrentSnapshot!.Summary[CherryPick.SourceSnapshotId], published.CurrentSnapshot.Summary[CherryPick.PublishedWapId]));
        var again = await Assert.ThrowsAsync<IcebergException>(async () => await CherryPick.RunAsync(await bench.LoadAsync(), id, TimeProvider.System, CancellationToken.None));
        Assert.Contains("already picked to create ancestor", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_staged_snapshot_on_mains_head_becomes_main_itself()
    {
        var bench = await CommitBench.CreateAsync(2);
        var staged = (await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("b", "y")) with { Staged = true })).Snapshots[^1].SnapshotId;
        var metadata = Assert.IsType<CommitOutcome.Committed>(await CherryPick.RunAsync(await bench.LoadAsync(), staged, TimeProvider.System, CancellationToken.None)).Metadata;
        Assert.Equal((staged, 1), (metadata.CurrentSnapshotId, metadata.Snapshots.Length));
    }

    [Fact]
    public async Task An_overwrite_of_partitions_is_picked_only_where_nobody_touched_them()
    {
        var bench = await CommitBench.CreateAsync(2);
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("a", "x"), CommitBench.File("b", "y")));
        var id = (await bench.CommittedAsync(SnapshotChange.ReplacePartitions([CommitBench.File("c", "x")]) with { Staged = true })).Snapshots[^1].SnapshotId;
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("d", "y")));
        _ = Assert.IsType<CommitOutcome.Committed>(await CherryPick.RunAsync(await bench.LoadAsync(), id, TimeProvider.System, CancellationToken.None));
        Assert.Equal("b c d", await bench.FilesAsync());

        var other = (await bench.CommittedAsync(SnapshotChange.ReplacePartitions([CommitBench.File("e", "x")]) with { Staged = true })).Snapshots[^1].SnapshotId;
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("f", "x")));
        _ = Assert.IsType<CommitOutcome.Conflict>(await CherryPick.RunAsync(await bench.LoadAsync(), other, TimeProvider.System, CancellationToken.None));
        Assert.Equal("b c d f", await bench.FilesAsync());
    }
}
