using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Codecs.Lz4;
using Tarn.Iceberg.Codecs.Zstd;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Deletes.Puffin;

/// <summary>Reads a Puffin file: its footer, and single blobs by range.</summary>
public sealed class PuffinReader
{
    readonly IObjectStore store;
    readonly string location;

    PuffinReader(IObjectStore store, string location, PuffinFooter footer) => (this.store, this.location, Footer) = (store, location, footer);

    public PuffinFooter Footer { get; }

    /// <summary>Reads the footer.</summary>
    /// <param name="store">Where the file is.</param>
    /// <param name="location">The file.</param>
    /// <param name="length">Its length where it is known, which saves a request.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    /// <exception cref="IcebergException">It is no Puffin file, or a damaged one.</exception>
    public static async Task<PuffinReader> OpenAsync(IObjectStore store, string location, long? length, CancellationToken cancellationToken)
    {
        length ??= (await store.StatAsync(location, cancellationToken))?.Length
            ?? throw new IcebergException(IcebergErrorKind.ObjectNotFound, $"The Puffin file {location} is not there");
        if (length < (2 * PuffinFooter.MagicBytes) + PuffinFooter.TrailerBytes) throw CorruptData.In(PuffinFooter.Format, $"{location} has only {length} bytes");
        var trailer = await store.ReadRangeAsync(location, length.Value - PuffinFooter.TrailerBytes, PuffinFooter.TrailerBytes, cancellationToken);
        var footerBytes = PuffinFooter.Length(trailer.Span, length.Value);
        var footer = await store.ReadRangeAsync(location, length.Value - footerBytes, footerBytes, cancellationToken);
        return new PuffinReader(store, location, PuffinFooter.Parse(footer, length.Value));
    }

    /// <summary>A blob's content, decompressed.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadBlobAsync(PuffinBlob blob, CancellationToken cancellationToken)
    {
        if (blob.Length > DecodeLimits.MaxDecompressedBytes) throw CorruptData.In(PuffinFooter.Format, $"a blob of {blob.Length} bytes");
        var stored = await store.ReadRangeAsync(location, blob.Offset, (int)blob.Length, cancellationToken);
        return blob.CompressionCodec switch
        {
            null => stored,
            "lz4" => Lz4FrameCodec.Decompress(stored.Span),
            "zstd" => ZstdCodec.Decompress(stored.Span),
            var codec => throw CorruptData.Unsupported(PuffinFooter.Format, $"blob codec '{codec}'; lz4 and zstd can be read"),
        };
    }
}
