using System.Globalization;
using Tarn.Iceberg.Metadata;
using Tarn.Testing;
using Xunit.Abstractions;

namespace Tarn.Storage.Tests.Faults;

public sealed class SeveralProcessesTests(ITestOutputHelper output) : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Eight_processes_committing_to_one_table_lose_no_update()
    {
        const int processes = 8, commits = 25;
        using var installation = await Installation.OpenAsync(folder.Path);
        _ = await installation.CreateOrdersAsync();
        var writers = Enumerable.Range(0, processes).Select(_ => new CommitProcess(folder.Path, commits)).ToList();
        foreach (var writer in writers) await writer.CompleteAsync();
        var metadata = (await installation.Catalog.LoadTableAsync(Installation.Orders, CancellationToken.None)).Metadata;
        Assert.Equal(writers.SelectMany(writer => writer.Acknowledged).Order(), metadata.Snapshots.Select(snapshot => snapshot.SnapshotId).Order());
        Assert.Equal(processes * commits, metadata.Snapshots.Length);
        Assert.Equal(processes * commits, ChainLength(metadata));
        Assert.Equal(processes * commits, metadata.LastSequenceNumber);
        Assert.Equal(processes * commits, (await FilesAsync(installation)).Count(file => file.Contains("/metadata/", StringComparison.Ordinal)) - 1);
        output.WriteLine($"{processes} processes, {writers.Sum(writer => writer.Rate):F0} commits/s together");
        foreach (var writer in writers) writer.Dispose();
    }

    /// <summary><c>TARN_KILLS</c> asks for more kills than the few that a test run has time for.</summary>
    [Fact]
    public async Task Killing_writers_at_random_moments_keeps_catalog_and_table_readable_and_every_acknowledged_commit()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("TARN_KILLS") ?? "6", CultureInfo.InvariantCulture);
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var installation = await Installation.OpenAsync(folder.Path);
        _ = await installation.CreateOrdersAsync();
        var acknowledged = new List<long>();
        using var survivor = new CommitProcess(folder.Path, 1_000_000);
        await survivor.FirstCommit;
        for (var kill = 0; kill < kills; kill++)
        {
            using var victim = new CommitProcess(folder.Path, 1_000_000);
            await victim.FirstCommit;
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 60));
            await victim.KillAsync();
            acknowledged.AddRange(victim.Acknowledged);
            await AssertSoundAsync(installation, acknowledged);
        }
        await survivor.KillAsync();
        acknowledged.AddRange(survivor.Acknowledged);
        var metadata = await AssertSoundAsync(installation, acknowledged);
        // What was committed and never acknowledged is at most what each killed process had in its hands.
        Assert.InRange(metadata.Snapshots.Length - acknowledged.Count, 0, kills + 1);
        _ = await installation.AppendAsync(CancellationToken.None);
        output.WriteLine($"{kills + 1} kills, {acknowledged.Count} acknowledged commits, {metadata.Snapshots.Length} committed");
    }

    static async Task<TableMetadata> AssertSoundAsync(Installation installation, List<long> acknowledged)
    {
        // A second connection, as a process that starts now would open it.
        Assert.Empty(await installation.Database.CheckIntegrityAsync(CancellationToken.None));
        var metadata = (await installation.Catalog.LoadTableAsync(Installation.Orders, CancellationToken.None)).Metadata;
        Assert.Empty(acknowledged.Except(metadata.Snapshots.Select(snapshot => snapshot.SnapshotId)));
        Assert.Equal(metadata.Snapshots.Length, ChainLength(metadata));
        foreach (var entry in metadata.MetadataLog.TakeLast(20))
            Assert.NotNull(await installation.Store.StatAsync(entry.MetadataFile, CancellationToken.None));
        return metadata;
    }

    static int ChainLength(TableMetadata metadata)
    {
        var length = 0;
        for (var snapshot = metadata.CurrentSnapshot; snapshot is not null; length++)
            snapshot = snapshot.ParentSnapshotId is { } parent ? metadata.SnapshotById(parent) : null;
        return length;
    }

    static async Task<List<string>> FilesAsync(Installation installation)
    {
        var files = new List<string>();
        await foreach (var file in installation.Store.ListAsync($"file://{installation.Warehouse}/", CancellationToken.None)) files.Add(file.Location);
        return files;
    }
}
