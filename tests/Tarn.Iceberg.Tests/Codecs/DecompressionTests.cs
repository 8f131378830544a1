using System.Diagnostics;
using System.IO.Compression;
using Tarn.Iceberg.Codecs.Lz4;
using Tarn.Iceberg.Codecs.Snappy;
using Tarn.Iceberg.Codecs.Zstd;
using Tarn.Testing;

namespace Tarn.Iceberg.Codecs;

public sealed class DecompressionTests
{
    [SharedFact(PythonPeer.Needs)]
    public async Task Every_codec_reads_what_its_own_implementation_writes()
    {
        var folder = await CompressedCorpus.Folder;
        var read = 0;
        foreach (var (file, content, decompress) in Cases(folder))
        {
            var result = decompress(await File.ReadAllBytesAsync(file));
            Assert.True(content.AsSpan().SequenceEqual(result.Span), Path.GetFileName(file));
            read++;
        }
        Assert.Equal(8 * (2 + 10), read);
    }

    [SharedFact(PythonPeer.Needs)]
    public async Task Damaged_bytes_are_an_error_or_other_bytes_but_never_a_crash_or_a_hang()
    {
        var folder = await CompressedCorpus.Folder;
        var random = new Random(7);
        var (damaged, refused) = (0, 0);
        var watch = Stopwatch.StartNew();
        foreach (var (file, content, decompress) in Cases(folder))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            for (var i = 0; i < 8; i++)
            {
                damaged++;
                try
                {
                    decompress(Damage(random, bytes));
                }
                catch (IcebergException e) when (e.Kind is IcebergErrorKind.CorruptFile or IcebergErrorKind.Unsupported)
                {
                    refused++;
                }
            }
        }
        Assert.True(refused > damaged / 3, $"{refused} of {damaged} were refused");
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_frame_that_claims_gigabytes_allocates_little()
    {
        // Single segment, eight-byte content size of 400 MB, one raw block of nothing.
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0xE0, 0x00, 0x00, 0xD7, 0x17, 0, 0, 0, 0, 0x01, 0x00, 0x00];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<IcebergException>(() => ZstdCodec.Decompress(frame));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        byte[] snappy = [0xFF, 0xFF, 0xFF, 0x7F, 0x00, 0x41];
        Assert.Throws<IcebergException>(() => SnappyCodec.Decompress(snappy));
    }

    [Fact]
    public void Checksums_are_those_of_the_published_test_values()
    {
        Assert.Equal(0xCBF43926u, Crc32.Compute("123456789"u8));
        Assert.Equal(Crc32.Compute("123456789"u8), Crc32.Compute("789"u8, Crc32.Compute("123456"u8)));
        Assert.Equal(0xEF46DB3751D8E999UL, XxHash64.Compute([]));
        Assert.Equal(0x44BC2CF5AD770999UL, XxHash64.Compute("abc"u8));
    }

    [Fact]
    public void Deflate_gives_back_what_was_compressed()
    {
        foreach (var (_, content) in CompressedCorpus.Contents())
        {
            using var compressed = new MemoryStream();
            DeflateCodec.Compress(content, compressed, CompressionLevel.Optimal);
            Assert.True(content.AsSpan().SequenceEqual(DeflateCodec.Decompress(compressed.ToArray()).Span));
        }
    }

    static IEnumerable<(string File, byte[] Content, Func<byte[], ReadOnlyMemory<byte>> Decompress)> Cases(TemporaryFolder folder)
    {
        foreach (var (name, content) in CompressedCorpus.Contents())
        {
            foreach (var file in Directory.GetFiles(folder.Path, $"{name}.plain.*").Where(file => !file.EndsWith(".plain", StringComparison.Ordinal)))
            {
                yield return (file, content, Path.GetExtension(file) switch
                {
                    ".zst" => bytes => ZstdCodec.Decompress(bytes),
                    ".lz4" => bytes => Lz4FrameCodec.Decompress(bytes),
                    _ => bytes => SnappyCodec.Decompress(bytes),
                });
            }
        }
    }

    static byte[] Damage(Random random, byte[] bytes)
    {
        if (random.Next(3) == 0) return bytes[..random.Next(bytes.Length)];
        var damaged = bytes.Length == 0 ? [0] : bytes.ToArray();
        for (var flips = random.Next(1, 4); flips > 0; flips--) damaged[random.Next(Math.Min(damaged.Length, 400))] ^= (byte)(1 << random.Next(8));
        return damaged;
    }
}
