using System.Buffers;
using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Parquet.Thrift;

namespace Tarn.Iceberg.Parquet;

/// <summary>Copies a file's column chunks page by page; those of the deprecated LZ4 codec uncompressed.</summary>
sealed class Lz4Pages(FileStream input, long end, FileStream output)
{
    /// <summary>The largest page header: statistics of long values are in it.</summary>
    const int MaxHeaderBytes = 1 << 20;

    /// <summary>Copies all chunks and returns the footer's metadata with their new places.</summary>
    public ThriftStruct Copy(ThriftStruct metadata)
    {
        var groups = metadata.List(ParquetIds.File.RowGroups)!;
        return metadata.With(ParquetIds.File.RowGroups, groups.With([.. groups.Structs.Select(CopyGroup)]));
    }

    ThriftStruct CopyGroup(ThriftStruct group)
    {
        var start = output.Position;
        var columns = group.List(ParquetIds.RowGroup.Columns)!;
        var copied = columns.With([.. columns.Structs.Select(CopyChunk)]);
        return group.With(ParquetIds.RowGroup.Columns, copied)
            .With(ParquetIds.RowGroup.FileOffset, start)
            .With(ParquetIds.RowGroup.TotalCompressedSize, output.Position - start);
    }

    ThriftStruct CopyChunk(ThriftStruct chunk)
    {
        var column = chunk.Struct(ParquetIds.Chunk.MetaData) ?? throw CorruptData.In("Parquet", "a column chunk has no metadata");
        var data = column.Number(ParquetIds.Column.DataPageOffset) ?? throw CorruptData.In("Parquet", "a column chunk has no place");
        var dictionary = column.Number(ParquetIds.Column.DictionaryPageOffset);
        var from = dictionary is { } d && d > 0 && d < data ? d : data;
        var length = column.Number(ParquetIds.Column.TotalCompressedSize) ?? 0;
        if (from < 0 || length < 0 || from + length > end) throw CorruptData.In("Parquet", $"a column chunk of {length} bytes stands at {from}");
        var start = output.Position;
        var isLz4 = column.Number(ParquetIds.Column.Codec) == ParquetIds.Codecs.Lz4;
        var newData = CopyPages(from, length, data, isLz4);
        var changed = column.With(ParquetIds.Column.DataPageOffset, newData)
            .With(ParquetIds.Column.DictionaryPageOffset, start)
            .With(ParquetIds.Column.TotalCompressedSize, output.Position - start)
            .Without(ParquetIds.Column.BloomFilterOffset, ParquetIds.Column.BloomFilterLength, ParquetIds.Column.IndexPageOffset);
        if (from == data) changed = changed.Without(ParquetIds.Column.DictionaryPageOffset);
        if (isLz4) changed = changed.With(ParquetIds.Column.Codec, ParquetIds.Codecs.Uncompressed).With(ParquetIds.Column.TotalUncompressedSize, output.Position - start);
        return chunk.With(ParquetIds.Chunk.MetaData, changed)
            .With(ParquetIds.Chunk.FileOffset, newData)
            .Without(ParquetIds.Chunk.OffsetIndexOffset, ParquetIds.Chunk.OffsetIndexLength, ParquetIds.Chunk.ColumnIndexOffset, ParquetIds.Chunk.ColumnIndexLength);
    }

    /// <summary>Copies the pages and returns where the first data page went.</summary>
    long CopyPages(long from, long length, long data, bool isLz4)
    {
        var newData = output.Position;
        for (var position = from; position < from + length;)
        {
            if (position == data) newData = output.Position;
            var (header, headerLength) = ReadHeader(position, from + length);
            var size = header.Number(ParquetIds.Page.CompressedSize) ?? -1;
            if (size < 0 || position + headerLength + size > from + length) throw CorruptData.In("Parquet", $"a page claims {size} bytes");
            var page = Read(position + headerLength, (int)size);
            if (isLz4) (header, page) = Uncompressed(header, page);
            WriteHeader(header);
            output.Write(page);
            position += headerLength + size;
        }
        return newData;
    }

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

    (ThriftStruct Header, int Length) ReadHeader(long position, long limit)
    {
        // Most headers take less than a hundred bytes.
        for (var take = 256; ; take *= 16)
        {
            var available = (int)Math.Min(take, limit - position);
            var bytes = Read(position, available);
            var reader = new ThriftReader(bytes);
            try
            {
                return (reader.ReadStruct(), reader.Position);
            }
            catch (IcebergException) when (available == take && take < MaxHeaderBytes)
            {
                // Cut off, maybe: with more bytes again.
            }
        }
    }

    void WriteHeader(ThriftStruct header)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ThriftWriter.Write(buffer, header);
        output.Write(buffer.WrittenSpan);
    }

    byte[] Read(long position, int length)
    {
        var bytes = new byte[length];
        input.Position = position;
        input.ReadExactly(bytes);
        return bytes;
    }
}
