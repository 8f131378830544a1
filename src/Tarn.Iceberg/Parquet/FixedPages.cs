using System.Buffers.Binary;
using System.IO.Compression;
using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Codecs.Lz4;
using Tarn.Iceberg.Codecs.Snappy;
using Tarn.Iceberg.Codecs.Zstd;
using Tarn.Iceberg.Parquet.Thrift;

namespace Tarn.Iceberg.Parquet;

/// <summary>Pages of byte arrays, each with its length before it, as pages of arrays of a fixed length, which have none. Encodings.md, "Plain".</summary>
/// <param name="Length">The length of every value.</param>
/// <param name="IsRepeated">Whether pages have repetition levels.</param>
/// <param name="IsOptional">Whether pages have definition levels.</param>
sealed record FixedPages(int Length, bool IsRepeated, bool IsOptional)
{
    const int PrefixBytes = sizeof(int);

    /// <summary>Compressed pages come out with gzip, which the platform has: the codec is a column's own.</summary>
    public PageChange ChangeOf(ThriftStruct column)
    {
        var codec = column.Number(ParquetIds.Column.Codec) ?? 0;
        var into = codec == ParquetIds.Codecs.Uncompressed ? codec : ParquetIds.Codecs.Gzip;
        return new PageChange(into, (header, page) => Convert(header, page, codec, into));
    }

    (ThriftStruct Header, byte[] Page) Convert(ThriftStruct header, byte[] page, long from, long into)
    {
        var size = header.Number(ParquetIds.Page.UncompressedSize) ?? -1;
        if (size < 0 || size > DecodeLimits.MaxDecompressedBytes) throw CorruptData.In("Parquet", $"a page claims {size} bytes");
        var plain = Convert(header, Decompress(page, from, (int)size));
        var stored = into == ParquetIds.Codecs.Gzip ? Compress(plain) : plain;
        return (header.With(ParquetIds.Page.UncompressedSize, (long)plain.Length).With(ParquetIds.Page.CompressedSize, (long)stored.Length).Without(ParquetIds.Page.Crc), stored);
    }

    byte[] Convert(ThriftStruct header, byte[] page)
    {
        if (header.Struct(ParquetIds.Page.DictionaryHeader) is not null) return Values(page, 0);
        if (header.Struct(ParquetIds.Page.DataHeader) is not { } data) throw CorruptData.Unsupported("Parquet", "a page of another version than 1");
        return data.Number(ParquetIds.Page.Encoding) switch
        {
            ParquetIds.Encodings.Plain => Values(page, Levels(page)),
            ParquetIds.Encodings.PlainDictionary or ParquetIds.Encodings.RleDictionary => page,
            var other => throw CorruptData.Unsupported("Parquet", $"byte arrays of the encoding {other}"),
        };
    }

    /// <summary>Where the values begin: each sort of levels has its length before it.</summary>
    int Levels(byte[] page)
    {
        var at = 0;
        if (IsRepeated) at += PrefixBytes + Prefix(page, at);
        if (IsOptional) at += PrefixBytes + Prefix(page, at);
        return at;
    }

    byte[] Values(byte[] page, int levels)
    {
        var count = (page.Length - levels) / (PrefixBytes + Length);
        var values = new byte[levels + (count * Length)];
        page.AsSpan(0, levels).CopyTo(values);
        var at = levels;
        for (var i = 0; i < count; i++, at += PrefixBytes + Length)
        {
            if (Prefix(page, at) != Length) break;
            page.AsSpan(at + PrefixBytes, Length).CopyTo(values.AsSpan(levels + (i * Length)));
        }
        return at == page.Length ? values : throw CorruptData.In("Parquet", $"a value has not {Length} bytes");
    }

    static int Prefix(byte[] page, int at)
    {
        var length = at <= page.Length - PrefixBytes ? BinaryPrimitives.ReadInt32LittleEndian(page.AsSpan(at)) : -1;
        return length >= 0 && length <= page.Length - at - PrefixBytes ? length : throw CorruptData.In("Parquet", "a page is cut off");
    }

    static byte[] Decompress(byte[] page, long codec, int size)
    {
        var plain = codec switch
        {
            ParquetIds.Codecs.Uncompressed => page,
            ParquetIds.Codecs.Snappy => SnappyCodec.Decompress(page),
            ParquetIds.Codecs.Gzip => Stream(new GZipStream(new MemoryStream(page), CompressionMode.Decompress), size),
            ParquetIds.Codecs.Brotli => Stream(new BrotliStream(new MemoryStream(page), CompressionMode.Decompress), size),
            ParquetIds.Codecs.Zstd => ZstdCodec.Decompress(page).ToArray(),
            ParquetIds.Codecs.Lz4Raw => Lz4FrameCodec.DecompressBlock(page, size),
            _ => throw CorruptData.Unsupported("Parquet", $"the codec {codec}"),
        };
        return plain.Length == size ? plain : throw CorruptData.In("Parquet", $"a page has {plain.Length} bytes instead of {size}");
    }

    static byte[] Stream(Stream compressed, int size)
    {
        using (compressed)
        {
            var plain = new byte[size];
            compressed.ReadExactly(plain);
            return plain;
        }
    }

    static byte[] Compress(byte[] plain)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(plain);
        return output.ToArray();
    }
}
