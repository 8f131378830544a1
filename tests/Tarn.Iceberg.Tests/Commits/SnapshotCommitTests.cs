using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Testing.Faults;

namespace Tarn.Iceberg.Commits;

public sealed class SnapshotCommitTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_append_adds_files_and_says_so_in_the_summary(int formatVersion)
    {
        var bench = await CommitBench.CreateAsync(formatVersion);
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("a", "x"), CommitBench.File("b", "y", 10, 5)));
        var metadata = await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("c", "x", 20)) with { SummaryProperties = Json.StringMaps.Of(("source.lsn", "0/16B3")) });
        Assert.Equal("a b c", await bench.FilesAsync());
        var summary = metadata.CurrentSnapshot!.Summary;
        Assert.Equal("append", metadata.CurrentSnapshot.Operation);
        Assert.Equal(
            "1 10 1010 1 1 1 0 3 25 3025 0 0 0 0/16B3",
            string.Join(' ', new[] { "added-data-files", "added-records", "added-files-size", "changed-partition-count", "manifests-created", "manifests-kept", "manifests-replaced", "total-data-files", "total-records", "total-files-size",
                "total-delete-files", "total-position-deletes", "total-equality-deletes", "source.lsn" }.Select(key => summary[key])));
        Assert.Equal(formatVersion == 1 ? 0 : 2, metadata.LastSequenceNumber);
        Assert.Equal("a b", await bench.FilesAsync(new SnapshotSelector.ById(metadata.CurrentSnapshot.ParentSnapshotId!.Value)));
    }

    [Fact]
    public async Task Row_ids_run_on_over_commits_and_survive_a_rewrite_of_their_manifest()
    {
        var bench = await CommitBench.CreateAsync(3);
        var (a, b, c) = (CommitBench.File("a", "x"), CommitBench.File("b", "x", 10, 5), CommitBench.File("c", "x", 20));
        await bench.CommittedAsync(SnapshotChange.Append(a, b));
        var metadata = await bench.CommittedAsync(SnapshotChange.Append(c));
        Assert.Equal((15, 25), (metadata.CurrentSnapshot!.FirstRowId, metadata.NextRowId));
        Assert.Equal(10, metadata.CurrentSnapshot.AddedRows);
        metadata = await bench.CommittedAsync(SnapshotChange.Overwrite([a], [CommitBench.File("d", "x")], null));
        var ids = (await bench.PlanAsync()).Tasks.ToDictionary(task => Path.GetFileNameWithoutExtension(task.File.FilePath), task => task.File.FirstRowId);
        Assert.Equal((10L, 15L), (ids["b"], ids["c"]));
        Assert.InRange(ids["d"]!.Value, 25, metadata.NextRowId - 10);
    }

    [Theory]
    [InlineData(2, false, 1)]
    [InlineData(3, false, 1)]
    [InlineData(2, true, 2)]
    public async Task A_commit_that_is_tried_again_writes_what_it_adds_again_only_where_the_schema_changed(int formatVersion, bool changesSchema, int written)
    {
        var plan = new FaultPlan(int.MaxValue, FaultKind.Fail);
        var bench = await CommitBench.CreateAsync(formatVersion, plan);
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("a", "x")));
        var basis = await bench.LoadAsync();
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("b", "x", 20)));
        if (changesSchema)
        {
            var schema = new Schema(1, new StructType([.. basis.Schema.Fields, new NestedField(3, "q", IcebergType.Int)]));
            Assert.IsType<CommitOutcome.Committed>(await basis.Catalog.CommitAsync(new TableCommit(basis.Identifier, [], [new TableUpdate.AddSchema(schema), new TableUpdate.SetCurrentSchema(-1)]), CancellationToken.None));
        }
        plan.Arm(int.MaxValue);
        var metadata = await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("c", "y", 40), CommitBench.File("d", "y", 60)), basis);
        plan.Disarm();
        var writes = plan.Names.Where(name => name.StartsWith("write ", StringComparison.Ordinal)).ToList();
        Assert.Equal((written, 2), (writes.Count(name => name.EndsWith("-m0.avro", StringComparison.Ordinal)), writes.Count(name => name.Contains("/snap-", StringComparison.Ordinal))));
        Assert.Equal("a b c d", await bench.FilesAsync());
        Assert.Equal(("2", "4"), (metadata.CurrentSnapshot!.Summary["added-data-files"], metadata.CurrentSnapshot.Summary["total-data-files"]));
        Assert.Equal([1L, 2, 3, 3], (await bench.PlanAsync()).Tasks.Select(task => task.DataSequenceNumber).Order());
        if (formatVersion == 3) Assert.Equal(4, (await bench.PlanAsync()).Tasks.Select(task => task.File.FirstRowId).Distinct().Count());
        var named = (await SnapshotManifests.ReadAsync(basis.Store, metadata.CurrentSnapshot, CancellationToken.None)).Select(manifest => manifest.ManifestPath);
        Assert.Equal(named.Order(), bench.Locations.Where(location => location.EndsWith("-m0.avro", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Many_small_manifests_are_merged_and_nothing_is_lost()
    {
        var bench = await CommitBench.CreateAsync(2, null, ("commit.manifest.min-count-to-merge", "4"));
        for (var i = 0; i < 9; i++) await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File($"f{i}", i % 2 == 0 ? "x" : "y", i * 10)));
        var table = await bench.LoadAsync();
        var manifests = await SnapshotManifests.ReadAsync(table.Store, table.CurrentSnapshot!, CancellationToken.None);
        Assert.InRange(manifests.Length, 1, 4);
        var plan = await bench.PlanAsync();
        Assert.Equal(Enumerable.Range(1, 9).Select(n => (long)n), plan.Tasks.Select(task => task.DataSequenceNumber).Order());
        Assert.Equal(9, plan.Tasks.Length);
    }

    [Fact]
    public async Task A_filter_prunes_manifests_and_files_and_leaves_the_residual()
    {
        var bench = await CommitBench.CreateAsync(2);
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("a", "x"), CommitBench.File("b", "x", 100)));
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("c", "y")));
        var plan = await bench.PlanAsync(Expression.And(Expression.Equal("p", "x"), Expression.GreaterThan("id", 50)));
        var task = Assert.Single(plan.Tasks);
        Assert.EndsWith("/b.parquet", task.File.FilePath, StringComparison.Ordinal);
        Assert.Equal((1, 1, 3L, 1L, 2L), (plan.Counts.DataManifestsScanned, plan.Counts.DataManifestsSkipped, plan.Counts.FilesConsidered, plan.Counts.FilesRead, plan.Counts.FilesPruned));
        Assert.Equal(Expression.GreaterThan("id", 50), task.Residual);
    }

    [Fact]
    public async Task Overwriting_by_filter_and_by_partition_removes_what_matches_wholly()
    {
        var bench = await CommitBench.CreateAsync(2);
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("a", "x"), CommitBench.File("b", "x", 100), CommitBench.File("c", "y")));
        var metadata = await bench.CommittedAsync(SnapshotChange.OverwriteWhere(Expression.GreaterThanOrEqual("id", 100L), [CommitBench.File("d", "x", 100)]));
        Assert.Equal("a c d", await bench.FilesAsync());
        Assert.Equal("overwrite", metadata.CurrentSnapshot!.Operation);
        metadata = await bench.CommittedAsync(SnapshotChange.ReplacePartitions([CommitBench.File("e", "x")]));
        Assert.Equal("c e", await bench.FilesAsync());
        Assert.Equal(("2", "20"), (metadata.CurrentSnapshot!.Summary["deleted-data-files"], metadata.CurrentSnapshot.Summary["deleted-records"]));
        metadata = await bench.CommittedAsync(SnapshotChange.Delete(Expression.Equal("p", "y")));
        Assert.Equal(("e", "delete"), (await bench.FilesAsync(), metadata.CurrentSnapshot!.Operation));
        var error = await Assert.ThrowsAsync<IcebergException>(() => bench.CommitAsync(SnapshotChange.Delete(Expression.Equal("id", 3L))));
        Assert.Equal(IcebergErrorKind.InvalidArgument, error.Kind);
        Assert.Equal("e", await bench.FilesAsync());
    }

    [Fact]
    public async Task A_deletion_vector_applies_to_its_file_and_goes_with_it()
    {
        var bench = await CommitBench.CreateAsync(3);
        var (a, b) = (CommitBench.File("a", "x"), CommitBench.File("b", "x", 100));
        await bench.CommittedAsync(SnapshotChange.Append(a, b));
        var metadata = await bench.CommittedAsync(new SnapshotChange { AddedDeletes = [CommitBench.Vector(a, 3)] });
        Assert.Equal("a-3 b", await bench.FilesAsync());
        Assert.Equal(("delete", "1", "3"), (metadata.CurrentSnapshot!.Operation, metadata.CurrentSnapshot.Summary["added-dvs"], metadata.CurrentSnapshot.Summary["total-position-deletes"]));
        Assert.IsType<CommitOutcome.Conflict>(await bench.CommitAsync(new SnapshotChange { AddedDeletes = [CommitBench.Vector(a, 4, "second")] }));
        Assert.Equal("a-3 b", await bench.FilesAsync());
        await bench.CommittedAsync(new SnapshotChange { AddedDeletes = [CommitBench.Vector(a, 5, "dv2")], RemovedDeletes = [CommitBench.Vector(a, 3)] });
        Assert.Equal("a-5 b", await bench.FilesAsync());
        metadata = await bench.CommittedAsync(SnapshotChange.Overwrite([a], [CommitBench.File("c", "x")], null));
        Assert.Equal("b c", await bench.FilesAsync());
        Assert.Equal("0", metadata.CurrentSnapshot!.Summary["total-delete-files"]);
    }

    [Fact]
    public async Task A_branch_moves_alone_and_begins_at_the_current_snapshot()
    {
        var bench = await CommitBench.CreateAsync(2);
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("a", "x")));
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("b", "x")) with { Branch = "audit" });
        Assert.Equal(("a", "a b"), (await bench.FilesAsync(), await bench.FilesAsync(new SnapshotSelector.ByRef("audit"))));
    }

    [Theory]
    [InlineData(IsolationLevel.Serializable, "x", false)]
    [InlineData(IsolationLevel.Serializable, "y", true)]
    [InlineData(IsolationLevel.Snapshot, "x", true)]
    public async Task Concurrent_new_rows_stop_a_serializable_overwrite_only(IsolationLevel level, string partition, bool succeeds)
    {
        var bench = await CommitBench.CreateAsync(2);
        var a = CommitBench.File("a", "x");
        await bench.CommittedAsync(SnapshotChange.Append(a));
        var stale = await bench.LoadAsync();
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("other", partition)));
        var before = bench.Locations.Count;
        var checks = new ConflictChecks(stale.CurrentSnapshot!.SnapshotId, level, Expression.Equal("p", "x"));
        var outcome = await bench.CommitAsync(SnapshotChange.Overwrite([a], [CommitBench.File("b", "x")], checks), stale);
        Assert.Equal(succeeds, outcome is CommitOutcome.Committed);
        Assert.Equal(succeeds ? "b other" : "a other", await bench.FilesAsync());
        if (!succeeds) Assert.Equal(before, bench.Locations.Count);
    }

    [Fact]
    public async Task Two_changes_of_one_file_never_both_succeed()
    {
        var bench = await CommitBench.CreateAsync(3);
        var a = CommitBench.File("a", "x");
        await bench.CommittedAsync(SnapshotChange.Append(a));
        var stale = await bench.LoadAsync();
        var checks = new ConflictChecks(stale.CurrentSnapshot!.SnapshotId, IsolationLevel.Snapshot, Expression.True);
        await bench.CommittedAsync(new SnapshotChange { AddedDeletes = [CommitBench.Vector(a, 1)] });
        Assert.IsType<CommitOutcome.Conflict>(await bench.CommitAsync(SnapshotChange.Overwrite([a], [CommitBench.File("b", "x")], checks), stale));
        Assert.IsType<CommitOutcome.Conflict>(await bench.CommitAsync(new SnapshotChange { AddedDeletes = [CommitBench.Vector(a, 2, "dv2")], Checks = checks }, stale));
        Assert.Equal("a-1", await bench.FilesAsync());
        await bench.CommittedAsync(SnapshotChange.Overwrite([a], [CommitBench.File("b", "x")], null));
        Assert.IsType<CommitOutcome.Conflict>(await bench.CommitAsync(SnapshotChange.Overwrite([a], [CommitBench.File("c", "x")], null)));
        Assert.Equal("b", await bench.FilesAsync());
    }

    [Fact]
    public async Task Appends_from_many_writers_all_arrive()
    {
        var bench = await CommitBench.CreateAsync(2, null, (TableProperties.CommitRetries, "200"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++) await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File($"w{writer}-{i}", "x")));
        })));
        var plan = await bench.PlanAsync();
        Assert.Equal(40, plan.Tasks.Select(task => task.File.FilePath).Distinct().Count());
        Assert.Equal(40, (await bench.LoadAsync()).Metadata.LastSequenceNumber);
    }
}
