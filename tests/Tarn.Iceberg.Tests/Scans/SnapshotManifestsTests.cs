using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Json;
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
}
