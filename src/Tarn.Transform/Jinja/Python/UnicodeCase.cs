using System.Globalization;
using System.Text;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Upper, lower and title case with the mappings to several characters that .NET leaves out (Unicode SpecialCasing).</summary>
internal static class UnicodeCase
{
    private static readonly Dictionary<char, string> UpperSpecial = new()
    {
        ['ß'] = "SS", ['ŉ'] = "ʼN", ['ǰ'] = "J̌", ['ΐ'] = "Ϊ́", ['ΰ'] = "Ϋ́", ['և'] = "ԵՒ", ['ẖ'] = "H̱", ['ẗ'] = "T̈", ['ẘ'] = "W̊",
        ['ẙ'] = "Y̊", ['ẚ'] = "Aʾ", ['ﬀ'] = "FF", ['ﬁ'] = "FI", ['ﬂ'] = "FL", ['ﬃ'] = "FFI", ['ﬄ'] = "FFL", ['ﬅ'] = "ST", ['ﬆ'] = "ST",
    };

    private static readonly Dictionary<char, string> TitleSpecial = new()
    {
        ['ß'] = "Ss", ['ﬀ'] = "Ff", ['ﬁ'] = "Fi", ['ﬂ'] = "Fl", ['ﬃ'] = "Ffi", ['ﬄ'] = "Ffl", ['ﬅ'] = "St", ['ﬆ'] = "St",
        ['ǆ'] = "ǅ", ['Ǆ'] = "ǅ", ['ǉ'] = "ǈ", ['Ǉ'] = "ǈ", ['ǌ'] = "ǋ", ['Ǌ'] = "ǋ", ['ǳ'] = "ǲ", ['Ǳ'] = "ǲ",
    };

    public static string Upper(string text)
    {
        var result = text.ToUpperInvariant();
        if (Ascii.IsValid(text))
        {
            return result;
        }

        var parts = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            parts.Append(UpperSpecial.TryGetValue(text[i], out var special) ? special : text[i] == 'ı' ? "I" : result[i].ToString());
        }

        return parts.ToString();
    }

    public static string Lower(string text)
    {
        var result = text.ToLowerInvariant();
        if (Ascii.IsValid(text))
        {
            return result;
        }

        var parts = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            parts.Append(text[i] switch
            {
                'İ' => "i̇",
                'Σ' => IsFinalSigma(text, i) ? "ς" : "σ",
                _ => result[i].ToString(),
            });
        }

        return parts.ToString();
    }

    public static string Capitalize(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        var first = char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1;
        return Title(text[..first]) + Lower(text)[Lower(text[..first]).Length..];
    }

    /// <summary>str.title(): each run of letters begins with a capital.</summary>
    public static string TitleWords(string text)
    {
        var result = new StringBuilder();
        var inWord = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var character = rune.ToString();
            result.Append(inWord ? Lower(character) : Title(character));
            inWord = IsCased(rune);
        }

        return result.ToString();
    }

    public static string Swap(string text) => string.Concat(text.Select(c => char.IsUpper(c) ? Lower(c.ToString()) : Upper(c.ToString())));

    public static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
        or UnicodeCategory.TitlecaseLetter;

    private static string Title(string text) =>
        text.Length == 1 && TitleSpecial.TryGetValue(text[0], out var special) ? special : Upper(text);

    private static bool IsFinalSigma(string text, int index) => index > 0 && char.IsLetter(text[index - 1])
        && (index + 1 == text.Length || !char.IsLetter(text[index + 1]));
}
