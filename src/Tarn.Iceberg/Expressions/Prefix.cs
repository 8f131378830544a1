using System.Text;

namespace Tarn.Iceberg.Expressions;

/// <summary>Prefix tests against bounds, over bytes: a string begins with another exactly where their UTF-8 does.</summary>
internal static class Prefix
{
    public static bool MayBegin(in ValueRange range, object prefix)
    {
        var bytes = BytesOf(prefix);
        if (range.Lower is { } lower && Cut(lower.Span, bytes.Length).SequenceCompareTo(bytes) > 0) return false;
        return range.Upper is not { } upper || Cut(upper.Span, bytes.Length).SequenceCompareTo(bytes) >= 0;
    }

    public static bool AllBegin(in ValueRange range, object prefix)
    {
        var bytes = BytesOf(prefix);
        return range.Lower is { } lower && lower.Span.StartsWith(bytes) && range.Upper is { } upper && upper.Span.StartsWith(bytes);
    }

    static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> bytes, int length) => bytes.Length <= length ? bytes : bytes[..length];

    static byte[] BytesOf(object prefix) => prefix as byte[] ?? Encoding.UTF8.GetBytes((string)prefix);
}
