using System.Diagnostics;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Deletes.Puffin;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;
using Tarn.Testing;
using Tarn.Testing.Faults;

namespace Tarn.Iceberg.Metadata;

/// <summary>
/// Metadata files with bits flipped, parts cut off and bytes put in: each is read or refused with the library's own error, soon. More of them: <c>TARN_HOSTILE_ROUNDS=20000 dotnet test --filter HostileFile</c>.
/// </summary>
public sealed class HostileFileTests
{
    static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("TARN_HOSTILE_ROUNDS") ?? "300");

    static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [SharedTheory(GoldenTables.Needs)]
    [InlineData("history_java_v1")]
    [InlineData("bucket_all")]
    [InlineData("dv_merge")]
    [InlineData("v1_basic")]
    public async Task Damaged_metadata_is_refused_or_read_and_nothing_else(string table)
    {
        using var expected = GoldenTables.Expected(table);
        var metadata = GoldenTables.Metadata(expected);
        var store = new MemoryObjectStore();
        var json = metadata.ToJsonBytes();
        for (var seed = 0; seed < Rounds; seed++) Try(table, seed, () => _ = TableMetadata.FromJsonBytes(Damage(json, seed)).Schema);
        if (metadata.CurrentSnapshot is not { ManifestList: { } location } snapshot) return;
        var list = await store.ReadAsync(location, default);
        for (var seed = 0; seed < Rounds; seed++) Try(location, seed, () => ManifestList.Read(Damage(list, seed), location));
        foreach (var manifest in (await SnapshotManifests.ReadAsync(store, snapshot, default)).Take(3))
        {
            var content = await store.ReadAsync(manifest.ManifestPath, default);
            var type = metadata.PartitionTypeOf(manifest.PartitionSpecId);
            for (var seed = 0; seed < Rounds; seed++) Try(manifest.ManifestPath, seed, () => ReadAll(ManifestReader.Open(Damage(content, seed), manifest, type)));
        }
    }

    /// <summary>A deletion vector has a checksum: whatever is flipped, its rows are the right ones or none.</summary>
    [SharedFact(GoldenTables.Needs)]
    public async Task A_damaged_deletion_vector_never_gives_other_rows()
    {
        using var expected = GoldenTables.Expected("dv_merge");
        var metadata = GoldenTables.Metadata(expected);
        var store = new MemoryObjectStore();
        var vectors = 0;
        foreach (var manifest in await SnapshotManifests.ReadAsync(store, metadata.CurrentSnapshot!, default))
        {
            if (manifest.Content is not ManifestContent.Deletes) continue;
            foreach (var entry in ManifestReader.Open(await store.ReadAsync(manifest.ManifestPath, default), manifest, metadata.PartitionTypeOf(manifest.PartitionSpecId)).LiveEntries())
            {
                if (!entry.File.IsDeletionVector) continue;
                vectors++;
                var blob = await store.ReadRangeAsync(entry.File.FilePath, entry.File.ContentOffset!.Value, (int)entry.File.ContentSizeInBytes!.Value, default);
                var right = DeletionVector.Decode(blob.Span, entry.File.RecordCount).Enumerate().ToArray();
                for (var seed = 0; seed < Rounds; seed++) Try(entry.File.ToString(), seed, () => Assert.Equal(right, DeletionVector.Decode(Damage(blob, seed).Span, entry.File.RecordCount).Enumerate()));
                var whole = await store.ReadAsync(entry.File.FilePath, default);
                for (var seed = 0; seed < Rounds; seed++) await TryAsync(entry.File.FilePath, seed, () => OpenAsync(Damage(whole, seed)));
            }
        }
        Assert.True(vectors > 0);
    }

    static async Task OpenAsync(ReadOnlyMemory<byte> puffin)
    {
        var store = new InMemoryObjectStore(TimeProvider.System);
        await store.WriteAsync("memory://x/p.puffin", puffin, WriteMode.CreateNew, default);
        var reader = await PuffinReader.OpenAsync(store, "memory://x/p.puffin", null, default);
        foreach (var blob in reader.Footer.Blobs) _ = await reader.ReadBlobAsync(blob, default);
    }

    static void ReadAll(ManifestReader reader)
    {
        foreach (var entry in reader.Entries())
        {
            var file = entry.File;
            _ = (file.FilePath, file.Partition, file.ColumnSizes.ToDictionary(), file.ValueCounts.ToDictionary(), file.NullValueCounts.ToDictionary(), file.LowerBounds.ToDictionary(), file.UpperBounds.ToDictionary(), file.SplitOffsets);
        }
    }

    static void Try(string what, int seed, Action read)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            read();
        }
        catch (IcebergException)
        {
            // What it should be.
        }
        catch (Exception e)
        {
            Assert.Fail($"{what} with seed {seed}: {e}");
        }
        Assert.True(watch.Elapsed < Limit, $"{what} with seed {seed} took {watch.Elapsed}");
    }

    static async Task TryAsync(string what, int seed, Func<Task> read)
    {
        try
        {
            await read().WaitAsync(Limit);
        }
        catch (IcebergException)
        {
            // What it should be.
        }
        catch (Exception e)
        {
            Assert.Fail($"{what} with seed {seed}: {e}");
        }
    }

    static ReadOnlyMemory<byte> Damage(ReadOnlyMemory<byte> content, int seed)
    {
        var random = new Random(seed);
        var bytes = content.ToArray();
        switch (seed % 4)
        {
            case 0: return bytes.AsMemory(0, random.Next(bytes.Length));
            case 1:
                var at = random.Next(bytes.Length);
                var put = new byte[random.Next(1, 9)];
                random.NextBytes(put);
                return (byte[])[.. bytes[..at], .. put, .. bytes[at..]];
            default:
                for (var n = random.Next(1, 4); n > 0; n--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
        }
    }
}
