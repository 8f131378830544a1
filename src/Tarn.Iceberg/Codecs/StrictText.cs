using System.Text;

namespace Tarn.Iceberg.Codecs;

/// <summary>Text of files: bytes that are no UTF-8 are an error, where the usual decoding would put other characters in their place without a word.</summary>
internal static class StrictText
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="bytes">The text.</param>
    /// <param name="format">Whose data it is, for the error.</param>
    /// <exception cref="IcebergException">It is no UTF-8.</exception>
    public static string Of(ReadOnlySpan<byte> bytes, string format)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw CorruptData.In(format, "a text is no UTF-8", e);
        }
    }
}
