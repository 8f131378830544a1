using System.Text;

namespace Tarn.Iceberg.Values;

/// <summary>Shortens long string and binary bounds so that they still bound: a lower one is cut, an upper one is cut and raised.</summary>
public static class BoundTruncation
{
    /// <summary>At most <paramref name="length"/> code points.</summary>
    public static string Lower(string value, int length) => value[..Utf16Length(value, length)];

    /// <summary>At most <paramref name="length"/> code points, greater than every string that begins so; null where there is none.</summary>
    public static string? Upper(string value, int length)
    {
        var cut = Utf16Length(value, length);
        if (cut == value.Length) return value;
        var runes = value[..cut].EnumerateRunes().ToList();
        for (var i = runes.Count - 1; i >= 0; i--)
        {
            if (Next(runes[i]) is not { } next) continue;
            var result = new StringBuilder();
            foreach (var rune in runes.Take(i)) _ = result.Append(rune.ToString());
            return result.Append(next.ToString()).ToString();
        }
        return null;
    }

    public static byte[] Lower(byte[] value, int length) => value.Length <= length ? value : value[..length];

    /// <summary>At most <paramref name="length"/> bytes, greater than every value that begins so; null where all are 0xFF.</summary>
    public static byte[]? Upper(byte[] value, int length)
    {
        if (value.Length <= length) return value;
        for (var i = length - 1; i >= 0; i--)
        {
            if (value[i] == byte.MaxValue) continue;
            var result = value[..(i + 1)];
            result[i]++;
            return result;
        }
        return null;
    }

    /// <summary>The number of UTF-16 units in the first <paramref name="codePoints"/> code points.</summary>
    internal static int Utf16Length(string value, int codePoints)
    {
        if (value.Length <= codePoints) return value.Length;
        var at = 0;
        for (var n = 0; n < codePoints && at < value.Length; n++)
            at += char.IsHighSurrogate(value[at]) && at + 1 < value.Length && char.IsLowSurrogate(value[at + 1]) ? 2 : 1;
        return at;
    }

    /// <summary>The next code point that is a character: surrogates are skipped, the last has none.</summary>
    static Rune? Next(Rune rune) => rune.Value switch
    {
        0x10FFFF => null,
        0xD7FF => new Rune(0xE000),
        var value => new Rune(value + 1),
    };
}
