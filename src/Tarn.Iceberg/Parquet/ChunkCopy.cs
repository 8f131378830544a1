using System.Buffers;
using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Parquet.Thrift;

namespace Tarn.Iceberg.Parquet;

/// <summary>Copies a file's column chunks page by page, some of them changed.</summary>
/// <param name="input">The file.</param>
/// <param name="end">Where its pages end.</param>
/// <param name="output">The copy, behind its first bytes.</param>
/// <param name="changeOf">What happens to a chunk, by its place in the row group and its metadata.</param>
sealed class ChunkCopy(FileStream input, long end, FileStream output, Func<int, ThriftStruct, PageChange?> changeOf)
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
        var copied = columns.With([.. columns.Structs.Select((c, i) => CopyChunk(i, c))]);
        return group.With(ParquetIds.RowGroup.Columns, copied)
            .With(ParquetIds.RowGroup.FileOffset, start)
            .With(ParquetIds.RowGroup.TotalCompressedSize, output.Position - start);
    }

    ThriftStruct CopyChunk(int place, ThriftStruct chunk)
    {
        var column = chunk.Struct(ParquetIds.Chunk.MetaData) ?? throw CorruptData.In("Parquet", "a column chunk has no metadata");
        var data = column.Number(ParquetIds.Column.DataPageOffset) ?? throw CorruptData.In("Parquet", "a column chunk has no place");
        var dictionary = column.Number(ParquetIds.Column.DictionaryPageOffset);
        var from = dictionary is { } d && d > 0 && d < data ? d : data;
        var length = column.Number(ParquetIds.Column.TotalCompressedSize) ?? 0;
        if (from < 0 || length < 0 || from + length > end) throw CorruptData.In("Parquet", $"a column chunk of {length} bytes stands at {from}");
        var start = output.Position;
        var change = changeOf(place, column);
        var (newData, uncompressed) = CopyPages(from, length, data, change);
        var changed = column.With(ParquetIds.Column.DataPageOffset, newData)
            .With(ParquetIds.Column.DictionaryPageOffset, start)
            .With(ParquetIds.Column.TotalCompressedSize, output.Position - start)
            .Without(ParquetIds.Column.BloomFilterOffset, ParquetIds.Column.BloomFilterLength, ParquetIds.Column.IndexPageOffset);
        if (from == data) changed = changed.Without(ParquetIds.Column.DictionaryPageOffset);
        if (change is not null) changed = changed.With(ParquetIds.Column.Codec, change.Codec).With(ParquetIds.Column.TotalUncompressedSize, uncompressed);
        return chunk.With(ParquetIds.Chunk.MetaData, changed)
            .With(ParquetIds.Chunk.FileOffset, newData)
            .Without(ParquetIds.Chunk.OffsetIndexOffset, ParquetIds.Chunk.OffsetIndexLength, ParquetIds.Chunk.ColumnIndexOffset, ParquetIds.Chunk.ColumnIndexLength);
    }

    /// <summary>Copies the pages and returns where the first data page went, and their uncompressed size with their headers.</summary>
    (long Data, long Uncompressed) CopyPages(long from, long length, long data, PageChange? change)
    {
        var (newData, uncompressed) = (output.Position, 0L);
        for (var position = from; position < from + length;)
        {
            if (position == data) newData = output.Position;
            var (header, headerLength) = ReadHeader(position, from + length);
            var size = header.Number(ParquetIds.Page.CompressedSize) ?? -1;
            if (size < 0 || position + headerLength + size > from + length) throw CorruptData.In("Parquet", $"a page claims {size} bytes");
            var page = Read(position + headerLength, (int)size);
            if (change is not null) (header, page) = change.Apply(header, page);
            uncompressed += WriteHeader(header) + (header.Number(ParquetIds.Page.UncompressedSize) ?? 0);
            output.Write(page);
            position += headerLength + size;
        }
        return (newData, uncompressed);
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

    int WriteHeader(ThriftStruct header)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ThriftWriter.Write(buffer, header);
        output.Write(buffer.WrittenSpan);
        return buffer.WrittenCount;
    }

    byte[] Read(long position, int length)
    {
        var bytes = new byte[length];
        input.Position = position;
        input.ReadExactly(bytes);
        return bytes;
    }
}
