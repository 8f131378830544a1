using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Scans;

public sealed class SnapshotManifestsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_list_that_ends_behind_its_header_is_no_table_without_files(int formatVersion)
    {
        var bench = await CommitBench.CreateAsync(formatVersion);
        await bench.CommittedAsync(SnapshotChange.Append(CommitBench.File("a", "x")));
        var table = await bench.LoadAsync();
        var snapshot = table.CurrentSnapshot!;
        var list = await table.Store.ReadAsync(snapshot.ManifestList!, default);

        // The header ends with the mark that ends each block too.
        var cut = snapshot.ManifestList + ".cut";
        var mark = list[^16..];
        await table.Store.WriteAsync(cut, list[..(list.Span.IndexOf(mark.Span) + mark.Length)], WriteMode.CreateNew, default);
        var damaged = snapshot with { ManifestList = cut };
        var error = await Assert.ThrowsAsync<IcebergException>(() => SnapshotManifests.ReadAsync(table.Store, damaged, default));
        Assert.Equal(IcebergErrorKind.CorruptFile, error.Kind);
        Assert.Contains(cut, error.Message, StringComparison.Ordinal);

        // The same bytes are the list of a state that has no files, or of one whose writer did not count.
        foreach (var summary in new[] { snapshot.Summary.SetItem("total-data-files", "0"), StringMaps.Empty })
            Assert.Empty(await SnapshotManifests.ReadAsync(table.Store, damaged with { Summary = summary }, default));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_list_that_ends_behind_one_of_its_blocks_is_no_smaller_table(int formatVersion)
    {
        const int Count = 1_000;
        var store = new InMemoryObjectStore(TimeProvider.System);
        var manifests = Enumerable.Range(0, Count).Select(i => new ManifestFile($"memory:/t/metadata/{new string('m', 100)}-{i}.avro", 10, 0, (ManifestContent)(i % 2))
        {
            SequenceNumber = 1, MinSequenceNumber = 1, AddedSnapshotId = 7, AddedFilesCount = 2, ExistingFilesCount = 1, DeletedFilesCount = 0, AddedRowsCount = 2, ExistingRowsCount = 1, DeletedRowsCount = 0,
        });
        var list = ManifestList.Write(manifests, formatVersion, 7, null, 1, 0).Bytes;
        var mark = list[^16..];
        var ends = new List<int>();
        for (var at = 0; list.Span[at..].IndexOf(mark.Span) is >= 0 and var next; at = ends[^1]) ends.Add(at + next + mark.Length);
        Assert.True(ends.Count > 3, "the list has several blocks");
        var summary = StringMaps.Of(("manifests-created", "600"), ("manifests-kept", "400"), ("total-data-files", "1500"), ("total-delete-files", "1500"));
        foreach (var end in ends[1..^1])
        {
            await store.WriteAsync($"memory:/cut-{end}", list[..end], WriteMode.CreateNew, default);
            var damaged = new Snapshot(7, null, 1, 0) { ManifestList = $"memory:/cut-{end}", Summary = summary };
            var error = await Assert.ThrowsAsync<IcebergException>(() => SnapshotManifests.ReadAsync(store, damaged, default));
            Assert.Equal(IcebergErrorKind.CorruptFile, error.Kind);
            Assert.Contains("3,000 files: the list was cut off", error.Message, StringComparison.Ordinal);

            // One of the two numbers alone proves nothing: writers are known to carry on a wrong total.
            foreach (var other in new[] { summary.Remove("manifests-kept"), summary.SetItem("manifests-created", "0"), summary.SetItem("total-data-files", "0").SetItem("total-delete-files", "0") })
                Assert.NotEmpty(await SnapshotManifests.ReadAsync(store, damaged with { Summary = other }, default));
        }
        await store.WriteAsync("memory:/whole", list, WriteMode.CreateNew, default);
        Assert.Equal(Count, (await SnapshotManifests.ReadAsync(store, new Snapshot(7, null, 1, 0) { ManifestList = "memory:/whole", Summary = summary }, default)).Length);
    }
}
