using System.Diagnostics;
using System.Numerics;
using Tarn.Iceberg.Values;
using Tarn.Testing;

namespace Tarn.Iceberg.Orc;

public sealed class OrcFileTests
{
    const int Count = 60;

    static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    [Theory]
    [InlineData("none")]
    [InlineData("none11")]
    [InlineData("zlib")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public void Every_codec_and_time_zone_reads_the_same_rows(string name)
    {
        var file = OrcFile.Open(Content(name));
        Assert.Equal(Count, file.RowCount);
        Assert.Equal("id word at amount tags flag small seen part", string.Join(' ', file.Root.Names));
        var rows = file.Rows().ToList();
        Assert.Equal(Count, rows.Count);
        for (var i = 0; i < Count; i++)
        {
            var row = rows[i];
            Assert.Equal(((long)i * i * 31 % 1_000_003) - 500, row[0]);
            Assert.Equal(i % 3 == 0 ? null : $"w{i % 5}", row[1]);
            var at = new DateTime(2015, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddSeconds((i - (Count / 2)) * 5_000_017L).AddMicroseconds(i % 7 * 125_000L);
            Assert.Equal((at - Epoch).Ticks / TimeSpan.TicksPerMicrosecond, row[2]);
            Assert.Equal(new IcebergDecimal(new BigInteger((i * 12_345L) - 60_000), 4), row[3]);
            Assert.Equal(Enumerable.Range(0, i % 4).Select(k => (object?)(i * k)), ((ListValue)row[4]!).Elements);
            Assert.Equal(i % 5 == 0, row[5]);
            Assert.Equal((i % 100) - 50, row[6]);
            Assert.Equal(i * 86_399L * 1_000_000, row[7]);
            if (i % 11 == 10)
            {
                Assert.Null(row[8]);
                continue;
            }
            var part = ((StructValue)row[8]!).Fields;
            Assert.Equal(i / 4.0, part[0].Value);
            var map = (MapValue)part[1].Value!;
            Assert.Equal(i % 2 == 1 ? $"k{i}" : "", string.Join(",", map.Keys));
            Assert.Equal(i % 2 == 1 ? $"{i - 20}" : "", string.Join(",", map.Values));
        }
    }

    [Fact]
    public void What_cannot_be_read_is_said()
    {
        var error = Assert.Throws<IcebergException>(() => OrcFile.Open(Content("lzo")));
        Assert.Equal(IcebergErrorKind.Unsupported, error.Kind);
        Assert.Contains("LZO", error.Message, StringComparison.Ordinal);
        foreach (var damaged in new[] { default, Content("zlib")[..^1], Content("zlib")[..100], "ORC"u8.ToArray() })
            Assert.Equal(IcebergErrorKind.CorruptFile, Assert.Throws<IcebergException>(() => OrcFile.Open(damaged)).Kind);
    }

    [Fact]
    public void A_text_that_is_no_text_is_damaged()
    {
        // The words of the dictionary stand behind one another.
        var content = Content("none").ToArray();
        content[content.AsSpan().IndexOf("w0w1w2w3w4"u8) + 2] = 0xff;
        Assert.Contains("no UTF-8", Assert.Throws<IcebergException>(() => OrcFile.Open(content).Rows().Count()).Message, StringComparison.Ordinal);
    }

    /// <summary>Each byte of a file in turn: rows, or the library's own error, and soon.</summary>
    [Theory]
    [InlineData("none")]
    [InlineData("none11")]
    [InlineData("zlib")]
    [InlineData("snappy")]
    public void A_flipped_byte_gives_rows_or_an_error(string name)
    {
        var content = Content(name).ToArray();
        for (var at = 0; at < content.Length; at++)
            foreach (var flip in new byte[] { 0x01, 0x80, 0xff })
            {
                content[at] ^= flip;
                var watch = Stopwatch.StartNew();
                try
                {
                    // A flipped count of rows is held against the table's metadata by who reads.
                    var file = OrcFile.Open(content);
                    _ = file.Rows().Take(Count + 1).Count();
                }
                catch (IcebergException e) when (e.Kind is IcebergErrorKind.CorruptFile or IcebergErrorKind.Unsupported)
                {
                    // As it should be.
                }
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"byte {at} of {name}");
                content[at] ^= flip;
            }
    }

    static ReadOnlyMemory<byte> Content(string name) => File.ReadAllBytes(Path.Combine(SharedData.RepositoryRoot, "tests/Tarn.Iceberg.Tests/testdata/orc", name + ".orc"));
}
