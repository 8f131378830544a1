using System.IO.Compression;

namespace Tarn.Iceberg.Metadata;

/// <summary>Metadata files may be gzip: recognised by their content, since writers name them differently. Spec: Appendix C; Appendix F, "Naming for GZIP".</summary>
public static class MetadataCompression
{
    /// <summary>The greatest metadata file that is unpacked: a small file must not fill the memory.</summary>
    public const int MaxUnpackedBytes = 1 << 30;

    public static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> content, string source)
    {
        if (content.Length < 2 || content.Span[0] != 0x1f || content.Span[1] != 0x8b) return content;
        try
        {
            using var packed = new MemoryStream(content.ToArray(), writable: false);
            using var gzip = new GZipStream(packed, CompressionMode.Decompress);
            using var plain = new MemoryStream();
            var buffer = new byte[81_920];
            for (var read = gzip.Read(buffer); read > 0; read = gzip.Read(buffer))
            {
                if (plain.Length + read > MaxUnpackedBytes) throw IcebergException.Corrupt($"{source} unpacks to more than {MaxUnpackedBytes} bytes");
                plain.Write(buffer, 0, read);
            }
            return plain.ToArray();
        }
        catch (InvalidDataException e)
        {
            throw IcebergException.Corrupt($"{source} is damaged: it begins as gzip but cannot be unpacked", e);
        }
    }

    public static byte[] Gzip(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(content);
        return packed.ToArray();
    }
}
