namespace Tarn.Iceberg.Codecs;

/// <summary>The errors of every decoder in this library, so that damaged bytes always end as one kind of exception.</summary>
internal static class CorruptData
{
    /// <summary>Bytes that break their format: truncated, flipped or never valid.</summary>
    public static IcebergException In(string format, string detail, Exception? cause = null) =>
        new(IcebergErrorKind.CorruptFile, $"Damaged {format} data: {detail}.", cause);

    /// <summary>Valid data that uses a part of its format that is not implemented here.</summary>
    public static IcebergException Unsupported(string format, string detail) =>
        new(IcebergErrorKind.Unsupported, $"Unsupported {format} data: {detail}.");
}
