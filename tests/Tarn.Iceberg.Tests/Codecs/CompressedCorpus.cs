using System.Text;
using Tarn.Testing;

namespace Tarn.Iceberg.Codecs;

/// <summary>Contents of several kinds, compressed by other implementations (zstd, LZ4 and snappy of the Python peers).</summary>
static class CompressedCorpus
{
    const string Script = """
        import sys, os, cramjam, zstandard
        folder = sys.argv[1]
        for name in sorted(os.listdir(folder)):
            if not name.endswith('.plain'): continue
            path = os.path.join(folder, name)
            data = open(path, 'rb').read()
            for level in (-5, 1, 3, 9, 19):
                for checksum in (False, True):
                    c = zstandard.ZstdCompressor(level=level, write_checksum=checksum, write_content_size=level > 1)
                    open(f'{path}.{level}{checksum}.zst', 'wb').write(c.compress(data))
            open(path + '.lz4', 'wb').write(bytes(cramjam.lz4.compress(data)))
            open(path + '.snappy', 'wb').write(bytes(cramjam.snappy.compress_raw(data)) or b'\0')
        """;

    public static IEnumerable<(string Name, byte[] Content)> Contents()
    {
        var random = new Random(20261121);
        yield return ("empty", []);
        yield return ("one", [42]);
        yield return ("zeroes", new byte[300_000]);
        yield return ("random", Bytes(random, 200_000, 256));
        yield return ("four-letters", Bytes(random, 150_000, 4));
        yield return ("skewed", [.. Enumerable.Range(0, 100_000).Select(_ => (byte)Math.Min(255, Math.Floor(-Math.Log(1 - random.NextDouble()) * 20)))]);
        yield return ("paths", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"s3://bucket/warehouse/db/t/data/day={i / 100}/{random.NextInt64():x}-{i:d5}.parquet\n"))));
        yield return ("mixed", [.. Bytes(random, 70_000, 256), .. new byte[70_000], .. Bytes(random, 70_000, 3), .. "tail"u8]);
    }

    /// <summary>The compressed files in a folder of their own, made once for all tests.</summary>
    public static Task<TemporaryFolder> Folder { get; } = WriteAsync();

    static async Task<TemporaryFolder> WriteAsync()
    {
        var folder = new TemporaryFolder();
        foreach (var (name, content) in Contents()) await File.WriteAllBytesAsync(folder.File($"{name}.plain"), content);
        await PythonPeer.RunAsync(Script, folder.Path);
        return folder;
    }

    static byte[] Bytes(Random random, int length, int symbols)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = (byte)random.Next(symbols);
        return bytes;
    }
}
