using Tarn.Iceberg.Commits;

namespace Tarn.Iceberg.Metadata;

/// <summary>Metadata that are read after an earlier state of their table share its snapshots, and say the same as without.</summary>
public sealed class SharedSnapshotsTests
{
    [Fact]
    public async Task A_table_that_grew_shares_what_it_had()
    {
        var bench = await CommitBench.CreateAsync(3);
        for (var i = 0; i < 3; i++) await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File($"f{i}", "x", i * 10)));
        var before = (await bench.LoadAsync()).Metadata;
        var bytes = (await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("d", "x", 90)))).ToJsonBytes();
        var read = TableMetadata.FromJsonBytes(bytes, before: before);
        Assert.Equal(bytes, read.ToJsonBytes());
        Assert.Equal([true, true, true, false], read.Snapshots.Select(snapshot => before.Snapshots.Any(known => ReferenceEquals(known, snapshot))));
    }

    [Fact]
    public async Task Nothing_of_another_table_is_shared_nor_a_snapshot_that_says_something_else()
    {
        var bench = await CommitBench.CreateAsync(2);
        var metadata = await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("a", "x")));
        var other = metadata with { TableUuid = Guid.NewGuid() };
        var elsewhere = metadata with { Snapshots = [metadata.Snapshots[0] with { ManifestList = "file:///w/ns/t/metadata/other.avro" }] };
        foreach (var before in (TableMetadata[])[other, elsewhere])
        {
            var read = TableMetadata.FromJsonBytes(metadata.ToJsonBytes(), before: before);
            Assert.Equal(metadata.Snapshots[0].ManifestList, read.Snapshots[0].ManifestList);
            Assert.NotSame(before.Snapshots[0], read.Snapshots[0]);
        }
    }
}
