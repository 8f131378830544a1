using Tarn.Iceberg.Parquet.Thrift;

namespace Tarn.Iceberg.Parquet;

/// <summary>Copies of Parquet files that say the same rows in a way that more readers understand: row order, field ids and values stay.</summary>
public static class ParquetRewrite
{
    /// <summary>
    /// Writes a copy in which column chunks of the deprecated LZ4 codec are uncompressed, instants in nanoseconds are timestamps of the same numbers, BSON is bytes, elements of old lists stand in a group of their own, and names of one group differ in more than case. Everything else is as it was; page
    /// indexes and Bloom filters are left out where offsets change.
    /// </summary>
    /// <exception cref="IcebergException">The file is damaged.</exception>
    public static void Simplify(string source, string target)
    {
        var footer = ParquetFooter.Read(source);
        var metadata = ParquetFooter.WithNamesApart(ParquetFooter.WithWholeLists(ParquetFooter.WithoutBson(ParquetFooter.WithoutUtcNanos(footer.Metadata))));
        using var input = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var output = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        if (footer.HasDeprecatedLz4)
        {
            output.Write(ParquetFooter.Magic);
            metadata = new ChunkCopy(input, footer.Start, output, (_, column) => Lz4Pages.ChangeOf(column)).Copy(metadata);
        }
        else
        {
            CopyPages(input, footer.Start, output);
        }
        ParquetFooter.Append(output, metadata);
    }

    /// <summary>Writes a copy in which variants are the groups that they are stored in, under names that end with <see cref="ParquetFooter.VariantMark"/>: their bytes can be looked at there.</summary>
    /// <exception cref="IcebergException">The file is damaged.</exception>
    public static void ExposeVariants(string source, string target)
    {
        var footer = ParquetFooter.Read(source);
        using var input = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var output = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        CopyPages(input, footer.Start, output);
        ParquetFooter.Append(output, ParquetFooter.WithWholeLists(ParquetFooter.WithoutBson(ParquetFooter.WithoutVariants(footer.Metadata))));
    }

    /// <summary>Marks timestamp columns in nanoseconds as instants and groups as variants, in place: only the footer is written again.</summary>
    /// <param name="path">The file.</param>
    /// <param name="utcNanos">Field ids of the instants.</param>
    /// <param name="variants">Field ids of the variants.</param>
    public static void Mark(string path, IReadOnlySet<int> utcNanos, IReadOnlySet<int> variants)
    {
        var footer = ParquetFooter.Read(path);
        var metadata = ParquetFooter.WithVariants(ParquetFooter.WithUtcNanos(footer.Metadata, utcNanos), variants);
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.SetLength(footer.Start);
        file.Position = footer.Start;
        ParquetFooter.Append(file, metadata);
    }

    /// <summary>Turns columns of byte arrays that all have one length into arrays of that fixed length, in place: a copy takes the file's. Bloom filters are left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lengths">The columns by their field ids.</param>
    /// <returns>The bytes that each of them takes now.</returns>
    /// <exception cref="IcebergException">The file is damaged, or a value has another length.</exception>
    public static IReadOnlyDictionary<int, long> Fix(string path, IReadOnlyDictionary<int, int> lengths)
    {
        var footer = ParquetFooter.Read(path);
        var columns = FixedColumns.Find(footer.Metadata, lengths);
        var copy = $"{path}.fixed";
        ThriftStruct metadata;
        using (var input = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read))
        using (var output = new FileStream(copy, FileMode.CreateNew, FileAccess.Write))
        {
            output.Write(ParquetFooter.Magic);
            metadata = columns.Declare(new ChunkCopy(input, footer.Start, output, columns.ChangeOf).Copy(footer.Metadata));
            ParquetFooter.Append(output, metadata);
        }
        File.Move(copy, path, overwrite: true);
        return columns.Sizes(metadata);
    }

    static void CopyPages(FileStream input, long length, FileStream output)
    {
        var buffer = new byte[1 << 20];
        for (var left = length; left > 0;)
        {
            var read = input.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0) throw Codecs.CorruptData.In("Parquet", "the file ends while it is read");
            output.Write(buffer, 0, read);
            left -= read;
        }
    }
}
