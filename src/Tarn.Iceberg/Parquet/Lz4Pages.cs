using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Parquet.Thrift;

namespace Tarn.Iceberg.Parquet;

/// <summary>Pages of the deprecated LZ4 codec, uncompressed.</summary>
static class Lz4Pages
{
    static readonly PageChange Change = new(ParquetIds.Codecs.Uncompressed, Uncompressed);

    public static PageChange? ChangeOf(ThriftStruct column) => column.Number(ParquetIds.Column.Codec) == ParquetIds.Codecs.Lz4 ? Change : null;

    static (ThriftStruct Header, byte[] Page) Uncompressed(ThriftStruct header, byte[] page)
    {
        var levels = 0;
        if (header.Struct(ParquetIds.Page.DataHeaderV2) is { } second)
        {
            if (second[ParquetIds.Page.IsCompressed] is false) return (header, page);
            levels = (int)((second.Number(ParquetIds.Page.DefinitionLevelsLength) ?? 0) + (second.Number(ParquetIds.Page.RepetitionLevelsLength) ?? 0));
        }
        var size = header.Number(ParquetIds.Page.UncompressedSize) ?? -1;
        if (levels < 0 || levels > page.Length || size < levels || size > DecodeLimits.MaxDecompressedBytes) throw CorruptData.In("Parquet", $"a page claims {size} bytes");
        var content = HadoopLz4.Decompress(page.AsSpan(levels), (int)size - levels);
        byte[] plain = [.. page.AsSpan(0, levels), .. content];
        return (header.With(ParquetIds.Page.CompressedSize, (long)plain.Length).Without(ParquetIds.Page.Crc), plain);
    }
}
