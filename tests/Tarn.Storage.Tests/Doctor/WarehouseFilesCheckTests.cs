using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Views;
using Tarn.Operate.Doctor;
using Tarn.Storage.Tests.Faults;
using Tarn.Testing;

namespace Tarn.Storage.Tests.Doctor;

/// <summary>The doctor's checks of Tarn.Operate over a real catalog and warehouse.</summary>
public sealed class WarehouseFilesCheckTests : IAsyncLifetime
{
    readonly TemporaryFolder folder = new();
    Installation installation = null!;

    public async Task InitializeAsync() => installation = await Installation.OpenAsync(folder.Path);

    public Task DisposeAsync()
    {
        installation.Dispose();
        folder.Dispose();
        return Task.CompletedTask;
    }

    static CancellationToken None => CancellationToken.None;

    Task<IReadOnlyList<Finding>> CheckAsync(TimeSpan? grace = null, DateTimeOffset? oldestWriter = null) => new WarehouseFilesCheck(
        installation.Catalog, installation.Store, $"file://{installation.Warehouse}", grace ?? TimeSpan.Zero, _ => Task.FromResult(oldestWriter), TimeProvider.System).RunAsync(None);

    async Task<string> WriteAsync(string location, ReadOnlyMemory<byte> content)
    {
        await installation.Store.WriteAsync(location, content, WriteMode.CreateNew, None);
        return location;
    }

    /// <summary>A snapshot with one data file, through a manifest and a list, as a writer commits it.</summary>
    async Task<string> AppendFileAsync(Table table, string name)
    {
        var data = await WriteAsync($"{table.Location}/data/{name}", new byte[1234]);
        var append = Installation.Append(table);
        var snapshot = ((TableUpdate.AddSnapshot)append.Updates[0]).Snapshot;
        var writer = new ManifestWriter(2, table.Spec, table.Schema, ManifestContent.Data, snapshot.SnapshotId);
        writer.Add(new DataFile { FilePath = data, Format = FileFormat.Parquet, RecordCount = 1, FileSizeInBytes = 1234, SpecId = table.Spec.SpecId, Partition = new([.. table.Spec.Fields.Select(_ => (object?)"x")]) });
        var (bytes, manifest) = writer.Complete($"{table.Location}/metadata/{name}-m0.avro");
        _ = await WriteAsync(manifest.ManifestPath, bytes);
        var list = ManifestList.Write([manifest], 2, snapshot.SnapshotId, snapshot.ParentSnapshotId, snapshot.SequenceNumber, null);
        _ = await WriteAsync(snapshot.ManifestList!, list.Bytes);
        _ = Assert.IsType<CommitOutcome.Committed>(await installation.Catalog.CommitAsync(append, None));
        return data;
    }

    static string Local(string location) => Tarn.Iceberg.Storage.Location.Parse(location).LocalPath;

    [Fact]
    public async Task A_sound_warehouse_has_nothing_to_name()
    {
        var table = await installation.CreateOrdersAsync();
        _ = await AppendFileAsync(table, "1.parquet");
        _ = await AppendFileAsync(await table.RefreshAsync(None), "2.parquet");
        _ = await installation.Catalog.CreateViewAsync(
            new ViewCreation(new TableIdentifier("main", "v"), table.Schema, new ViewVersion(1, 0, 0, [ViewRepresentation.OfSql("select 1", "tarn")])), None);
        var findings = await CheckAsync();
        Assert.All(findings, finding => Assert.Equal((CheckState.Ok, 0), (finding.State, finding.Details.Length)));
        Assert.Equal("all 7 files of the tables are there", findings[0].What);
        var tables = Assert.Single(await new TablesCheck(installation.Catalog).RunAsync(None));
        Assert.Equal((CheckState.Ok, "2 tables and views are readable"), (tables.State, tables.What));
    }

    [Fact]
    public async Task Names_orphans_with_their_size_and_not_what_may_be_under_way()
    {
        var table = await installation.CreateOrdersAsync();
        var data = await AppendFileAsync(table, "1.parquet");
        var orphan = await WriteAsync($"{table.Location}/data/orphan.parquet", new byte[2_500_000]);
        var unfinished = await WriteAsync($"{table.Location}/metadata/x.json.1.abc.tarn-unfinished", new byte[10]);
        var finding = (await CheckAsync())[1];
        Assert.Equal(CheckState.Warn, finding.State);
        Assert.Equal("2 orphan files hold 2.5 MB", finding.What);
        Assert.Equal([$"{orphan} (2.5 MB)", $"{unfinished} (10 bytes)"], finding.Details.ToArray());
        var young = await CheckAsync(TimeSpan.FromHours(1));
        Assert.Equal([CheckState.Ok, CheckState.Ok, CheckState.Ok], young.Select(f => f.State));
        Assert.Equal(finding.Details.ToArray(), young[2].Details.ToArray());
        Assert.True(await installation.Catalog.DropTableAsync(table.Identifier, None));
        Assert.Contains((await CheckAsync())[1].Details, line => line.StartsWith(data, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_a_snapshots_summary_names_belongs_to_its_table()
    {
        var table = await installation.CreateOrdersAsync();
        var append = Installation.Append(table);
        var snapshot = ((TableUpdate.AddSnapshot)append.Updates[0]).Snapshot;
        var position = await WriteAsync($"{table.Location}/metadata/position-1.json", new byte[10]);
        _ = await WriteAsync(snapshot.ManifestList!, ManifestList.Write([], 2, snapshot.SnapshotId, null, 1, null).Bytes);
        var updates = append.Updates.SetItem(0, new TableUpdate.AddSnapshot(snapshot with { Summary = snapshot.Summary.Add("tarn.source.position-file", position) }));
        _ = Assert.IsType<CommitOutcome.Committed>(await installation.Catalog.CommitAsync(append with { Updates = updates }, None));
        Assert.All(await CheckAsync(), finding => Assert.Equal((CheckState.Ok, 0), (finding.State, finding.Details.Length)));
        File.Delete(Local(position));
        Assert.Equal([$"{position} of main.orders"], (await CheckAsync())[0].Details.ToArray());
    }

    [Fact]
    public async Task Names_a_missing_data_file_and_the_table_that_needs_it()
    {
        var table = await installation.CreateOrdersAsync();
        var data = await AppendFileAsync(table, "1.parquet");
        File.Delete(Local(data));
        var finding = (await CheckAsync())[0];
        Assert.Equal(CheckState.Fail, finding.State);
        Assert.Equal([$"{data} of main.orders"], finding.Details.ToArray());
    }

    [Fact]
    public async Task Calls_no_file_an_orphan_while_a_table_cannot_be_read()
    {
        var table = await installation.CreateOrdersAsync();
        _ = await AppendFileAsync(table, "1.parquet");
        var present = await table.RefreshAsync(None);
        var list = Local(present.CurrentSnapshot!.ManifestList!);
        await File.WriteAllTextAsync(list, "damaged");
        var findings = await CheckAsync();
        Assert.Equal((CheckState.Fail, CheckState.Warn), (findings[0].State, findings[1].State));
        Assert.Contains("not looked for", findings[1].What, StringComparison.Ordinal);
        File.Delete(Local(present.MetadataLocation));
        using var restarted = await Installation.OpenAsync(folder.Path);
        var tables = Assert.Single(await new TablesCheck(restarted.Catalog).RunAsync(None));
        Assert.Equal(CheckState.Fail, tables.State);
        Assert.StartsWith("main.orders: ", Assert.Single(tables.Details), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_job_that_runs_may_have_written_is_no_orphan_yet()
    {
        var table = await installation.CreateOrdersAsync();
        var before = DateTimeOffset.UtcNow.AddMinutes(-1);
        var written = await WriteAsync($"{table.Location}/data/of-a-long-sync.parquet", new byte[10]);
        var findings = await CheckAsync(oldestWriter: before);
        Assert.Empty(findings[1].Details);
        Assert.StartsWith(written, Assert.Single(findings[2].Details), StringComparison.Ordinal);
        Assert.StartsWith(written, Assert.Single((await CheckAsync(oldestWriter: DateTimeOffset.UtcNow.AddMinutes(1)))[1].Details), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_manifests_of_a_dropped_partition_column_are_looked_into()
    {
        var table = await installation.CreateOrdersAsync();
        var byNote = new PartitionSpec(1, [new PartitionField(2, 1000, "note", Transform.Identity)]);
        await ChangeAsync(table, new TableUpdate.AddSpec(byNote), new TableUpdate.SetDefaultSpec(-1));
        _ = await AppendFileAsync(await table.RefreshAsync(None), "1.parquet");
        await ChangeAsync(table, new TableUpdate.AddSpec(PartitionSpec.Unpartitioned), new TableUpdate.SetDefaultSpec(-1));
        await ChangeAsync(table, new TableUpdate.AddSchema(new Schema(1, new StructType([table.Schema.Fields[0]]))), new TableUpdate.SetCurrentSchema(-1));
        Assert.All(await CheckAsync(), finding => Assert.Equal((CheckState.Ok, 0), (finding.State, finding.Details.Length)));
    }

    [Fact]
    public async Task Files_of_a_table_that_moved_are_still_its()
    {
        var table = await installation.CreateOrdersAsync();
        var position = await WriteAsync($"{table.Location}/metadata/position-1.json", new byte[10]);
        var append = Installation.Append(table);
        var snapshot = ((TableUpdate.AddSnapshot)append.Updates[0]).Snapshot;
        _ = await WriteAsync(snapshot.ManifestList!, ManifestList.Write([], 2, snapshot.SnapshotId, null, 1, null).Bytes);
        await ChangeAsync(table, append.Updates.SetItem(0, new TableUpdate.AddSnapshot(snapshot with { Summary = snapshot.Summary.Add("tarn.source.position-file", position) })).ToArray());
        await ChangeAsync(table, new TableUpdate.SetLocation($"{table.Location}-moved"));
        Assert.All(await CheckAsync(), finding => Assert.Equal((CheckState.Ok, 0), (finding.State, finding.Details.Length)));
    }

    [Fact]
    public async Task A_file_that_a_link_or_another_spelling_leads_to_is_no_orphan()
    {
        var table = await installation.CreateOrdersAsync();
        _ = Directory.CreateDirectory(Path.Combine(installation.Warehouse, "real"));
        _ = Directory.CreateSymbolicLink(Path.Combine(installation.Warehouse, "link"), Path.Combine(installation.Warehouse, "real"));
        var linked = await installation.Catalog.CreateTableAsync(Installation.Creation(new("main", "linked")) with { Location = $"file://{installation.Warehouse}/link/t" }, None);
        _ = await AppendFileAsync(linked, "1.parquet");
        var spelled = await installation.Catalog.CreateTableAsync(Installation.Creation(new("main", "spelled")) with { Location = $"{table.Location}/./other//t" }, None);
        _ = await AppendFileAsync(spelled, "2.parquet");
        Assert.All(await CheckAsync(), finding => Assert.Equal((CheckState.Ok, 0), (finding.State, finding.Details.Length)));
        var orphan = await WriteAsync($"file://{installation.Warehouse}/real/t/data/orphan.parquet", new byte[10]);
        Assert.StartsWith(orphan, Assert.Single((await CheckAsync())[1].Details), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_beside_a_table_outside_of_the_warehouse_are_named_apart()
    {
        _ = await installation.CreateOrdersAsync();
        var outside = await installation.Catalog.CreateTableAsync(Installation.Creation(new("main", "outside")) with { Location = $"file://{folder.Path}/elsewhere/t" }, None);
        _ = await AppendFileAsync(outside, "1.parquet");
        var left = await WriteAsync($"{outside.Location}/data/left.parquet", new byte[10]);
        var findings = await CheckAsync();
        Assert.Empty(findings[1].Details);
        Assert.StartsWith(left, Assert.Single(findings[2].Details), StringComparison.Ordinal);
        Assert.Contains("outside of the warehouse", findings[2].What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_views_metadata_that_nobody_came_to_commit_is_an_orphan()
    {
        var table = await installation.CreateOrdersAsync();
        var view = await installation.Catalog.CreateViewAsync(
            new ViewCreation(new TableIdentifier("main", "v"), table.Schema, new ViewVersion(1, 0, 0, [ViewRepresentation.OfSql("select 1", "tarn")])), None);
        var left = await WriteAsync($"{view.Metadata.Location}/metadata/00001-left.metadata.json", new byte[10]);
        Assert.StartsWith(left, Assert.Single((await CheckAsync())[1].Details), StringComparison.Ordinal);
    }

    async Task ChangeAsync(Table table, params TableUpdate[] updates) =>
        _ = Assert.IsType<CommitOutcome.Committed>(await installation.Catalog.CommitAsync(new TableCommit(table.Identifier, [], [.. updates]), None));
}
