using System.Text;
using Tarn.Iceberg.Schemas;

namespace Tarn.Iceberg.Partitioning;

/// <summary>Partition folders as the reference names them: form-encoded (a space is <c>+</c>), null as <c>null</c>.</summary>
internal static class PartitionPaths
{
    public static string Of(PartitionSpec spec, Schema schema, PartitionTuple partition)
    {
        var path = new StringBuilder();
        for (var i = 0; i < spec.Fields.Length; i++)
        {
            var field = spec.Fields[i];
            if (i > 0) _ = path.Append('/');
            AppendEncoded(path, field.Name);
            _ = path.Append('=');
            AppendEncoded(path, field.Transform.ToHuman(PartitionSpec.SourceType(field, schema), partition[i]));
        }
        return path.ToString();
    }

    /// <summary>application/x-www-form-urlencoded: letters, digits and <c>.-*_</c> stay, lone surrogates become <c>?</c>.</summary>
    static void AppendEncoded(StringBuilder path, string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // EnumerateRunes gives U+FFFD for a lone surrogate, where Java's encoder writes a question mark.
            if (rune == Rune.ReplacementChar && !text.Contains('\uFFFD', StringComparison.Ordinal)) _ = path.Append("%3F");
            else if (rune.Value == ' ') _ = path.Append('+');
            else if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '.' or '-' or '*' or '_')) _ = path.Append((char)rune.Value);
            else AppendBytes(path, rune);
        }
    }

    static void AppendBytes(StringBuilder path, Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var unit in utf8[..rune.EncodeToUtf8(utf8)]) _ = path.Append('%').Append(unit.ToString("X2"));
    }
}
