using System.Diagnostics;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Scans.Files;
using Tarn.Iceberg;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;
using Tarn.Testing;
using Tarn.Testing.Faults;

namespace Tarn.Engine.Tests.Scans.Hostile;

/// <summary>
/// Data files with bits flipped and parts cut off: the executor and this process survive each, answer soon, and the next statement finds them well. More: <c>TARN_HOSTILE_ROUNDS=2000</c>.
/// What no checksum covers can give other values; a file of another length than the metadata says is refused before it is read.
/// </summary>
public sealed class HostileDataFileTests : IDisposable
{
    static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("TARN_HOSTILE_ROUNDS") ?? "60");

    static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>On a loaded machine a reading may wait for its turn: only one that is slow each time is.</summary>
    const int Attempts = 3;

    /// <summary>Seeds of longer runs that ended the process or were told as something else, each with one of the tables.</summary>
    static readonly int[] Found = [1269, 1419, 2323, 2383, 3156];

    readonly Results.Engine _engine = new();
    readonly TemporaryFolder _folder = new();
    readonly MemoryObjectStore _store = new();
    readonly ReadableFiles _files;
    readonly ScanBuilder _scans;

    public HostileDataFileTests()
    {
        _files = new ReadableFiles(_store, _folder.File("copies"));
        _scans = new ScanBuilder(_store, ScanFunctions.Install(_engine.Instance), _files);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [SharedTheory(GoldenTable.Needs)]
    [InlineData("prims_parquet_v2")]
    [InlineData("prims_parquet_v3")]
    [InlineData("nested_deep")]
    [InlineData("parquet_codecs")]
    [InlineData("variant_shredded")]
    [InlineData("variant_plain")]
    [InlineData("variant_spark")]
    [InlineData("prims_avro_v3")]
    public async Task A_damaged_file_gives_an_error_or_rows_and_leaves_the_executor_well(string table)
    {
        var golden = GoldenTable.Load(table);
        var plan = await new TableScan(golden.Metadata, _store).PlanAsync(default);
        plan = plan with { Tasks = [plan.Tasks.MinBy(t => t.File.FilePath, StringComparer.Ordinal)!] };
        var source = Location.Parse(plan.Tasks[0].File.FilePath).LocalPath;
        var bytes = await File.ReadAllBytesAsync(source);
        var refused = 0;
        foreach (var seed in Enumerable.Range(0, Rounds).Concat(Found))
        {
            var path = _folder.File($"{seed}{Path.GetExtension(source)}");
            await File.WriteAllBytesAsync(path, Damage(bytes, seed));
            for (var attempt = 1; ; attempt++)
            {
                var watch = Stopwatch.StartNew();
                var isRead = await IsReadAsync(golden, plan, path, seed);
                if (watch.Elapsed >= Limit && attempt < Attempts) continue;
                Assert.True(watch.Elapsed < Limit, $"{source} with seed {seed} took {watch.Elapsed}, {attempt} times");
                if (!isRead) refused++;
                break;
            }
            Assert.Equal("42", _engine.Connection.Scalar("SELECT '42'", null, default));
        }
        Assert.True(refused > Rounds / 5, $"only {refused} of {Rounds} were refused");
    }

    [Fact]
    public async Task A_file_of_another_length_than_the_metadata_says_is_refused()
    {
        var path = _folder.File("short.parquet");
        _engine.Connection.Execute($"COPY (SELECT 1 AS x) TO {Identifiers.Literal(path)} (FORMAT parquet)", default);
        var file = new DataFile { FilePath = path, Format = FileFormat.Parquet, RecordCount = 1, FileSizeInBytes = new FileInfo(path).Length + 1 };
        var error = await Assert.ThrowsAsync<EngineException>(() => _files.PathAsync(_engine.Connection, file, default));
        Assert.Equal(EngineErrorKind.Corrupt, error.Kind);
    }

    async Task<bool> IsReadAsync(GoldenTable golden, ScanPlan plan, string path, int seed)
    {
        try
        {
            var intact = plan.Tasks[0].File;
            var file = new DataFile { FilePath = path, Format = intact.Format, RecordCount = intact.RecordCount, FileSizeInBytes = new FileInfo(path).Length, SpecId = intact.SpecId, Partition = intact.Partition, FirstRowId = intact.FirstRowId };
            using var scan = await _scans.BuildAsync(golden.Metadata, plan with { Tasks = [plan.Tasks[0] with { File = file }] }, _engine.Connection, ScanOptions.Default, default);
            _ = _engine.Connection.Scalar($"SELECT md5(string_agg(x::VARCHAR, '')) FROM ({scan.Sql}) x", null, default);
            return true;
        }
        catch (Exception e) when (e is EngineException or IcebergException)
        {
            Assert.False(e is EngineException { Kind: EngineErrorKind.Internal or EngineErrorKind.Storage }, $"{golden.Name} with seed {seed}: {e}");
            return false;
        }
        catch (Exception e)
        {
            Assert.Fail($"{golden.Name} with seed {seed}: {e}");
            throw;
        }
    }

    static byte[] Damage(byte[] content, int seed)
    {
        var random = new Random(seed);
        var bytes = content.ToArray();
        if (seed % 5 == 0) return bytes[..random.Next(bytes.Length)];
        // Footers are small, and most of what can go wrong is in them.
        var from = seed % 2 == 0 ? bytes.Length * 3 / 5 : 0;
        for (var n = random.Next(1, 4); n > 0; n--) bytes[random.Next(from, bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }
}
