using System.Diagnostics;
using Tarn.Engine.Native;
using Tarn.Engine.Scans.Files;
using Tarn.Iceberg;
using Tarn.Iceberg.Manifests;
using Tarn.Testing;
using Tarn.Testing.Faults;

namespace Tarn.Engine.Tests.Scans;

/// <summary>
/// Data files with bits flipped and parts cut off: the executor and this process survive each, answer soon, and the next statement finds them well. More: <c>TARN_HOSTILE_ROUNDS=2000</c>.
/// What no checksum covers can give other values; a file of another length than the metadata says is refused before it is read.
/// </summary>
public sealed class HostileDataFileTests : IDisposable
{
    static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("TARN_HOSTILE_ROUNDS") ?? "60");

    static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    readonly Results.Engine _engine = new();
    readonly TemporaryFolder _folder = new();
    readonly ReadableFiles _files;

    public HostileDataFileTests() => _files = new ReadableFiles(new MemoryObjectStore(), _folder.File("copies"));

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
    [InlineData("prims_avro_v3")]
    public async Task A_damaged_file_gives_an_error_or_rows_and_leaves_the_executor_well(string table)
    {
        _ = GoldenTable.Load(table);
        var source = Directory.EnumerateFiles(Path.Combine(GoldenTable.Root, table), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".parquet", StringComparison.Ordinal) || (f.EndsWith(".avro", StringComparison.Ordinal) && f.Contains("/data/", StringComparison.Ordinal))).Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(source);
        var refused = 0;
        for (var seed = 0; seed < Rounds; seed++)
        {
            var path = _folder.File($"{seed}{Path.GetExtension(source)}");
            await File.WriteAllBytesAsync(path, Damage(bytes, seed));
            var watch = Stopwatch.StartNew();
            if (!await IsReadAsync(path, source, seed)) refused++;
            Assert.True(watch.Elapsed < Limit, $"{source} with seed {seed} took {watch.Elapsed}");
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

    async Task<bool> IsReadAsync(string path, string source, int seed)
    {
        try
        {
            var format = path.EndsWith(".avro", StringComparison.Ordinal) ? FileFormat.Avro : FileFormat.Parquet;
            var file = new DataFile { FilePath = path, Format = format, RecordCount = 1, FileSizeInBytes = new FileInfo(path).Length };
            var readable = await _files.PathAsync(_engine.Connection, file, default);
            _ = _engine.Connection.Scalar($"SELECT md5(string_agg(x::VARCHAR, '')) FROM read_parquet({Identifiers.Literal(readable)}, hive_partitioning = false) x", null, default);
            return true;
        }
        catch (Exception e) when (e is EngineException or IcebergException)
        {
            return false;
        }
        catch (Exception e)
        {
            Assert.Fail($"{source} with seed {seed}: {e}");
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
