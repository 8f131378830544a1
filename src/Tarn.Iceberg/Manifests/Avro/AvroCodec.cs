using System.IO.Compression;
using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Codecs.Snappy;
using Tarn.Iceberg.Codecs.Zstd;

namespace Tarn.Iceberg.Manifests.Avro;

/// <summary>The block codecs of an Avro file by their names in <c>avro.codec</c>.</summary>
internal static class AvroCodec
{
    public const string Null = "null";
    public const string Deflate = "deflate";

    public static Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Decompressor(string name) => name switch
    {
        Null => static block => block,
        Deflate => DeflateCodec.Decompress,
        "snappy" => static block => SnappyCodec.DecompressAvroBlock(block.Span),
        "zstandard" => static block => ZstdCodec.Decompress(block.Span),
        "bzip2" or "xz" => throw CorruptData.Unsupported("Avro", $"the file is compressed with {name}; null, deflate, snappy and zstandard can be read"),
        _ => throw CorruptData.Unsupported("Avro", $"unknown codec '{name}'; null, deflate, snappy and zstandard can be read"),
    };

    public static void Compress(string name, ReadOnlySpan<byte> block, Stream output)
    {
        if (name == Null) output.Write(block);
        else if (name == Deflate) DeflateCodec.Compress(block, output, CompressionLevel.Optimal);
        else throw CorruptData.Unsupported("Avro", $"codec '{name}' cannot be written; null and deflate can");
    }
}
