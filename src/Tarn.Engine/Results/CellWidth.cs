using System.Globalization;
using System.Text;

namespace Tarn.Engine.Results;

/// <summary>How many columns of a terminal a text takes: none for combining marks, two for wide East Asian letters and emoji.</summary>
public static class CellWidth
{
    /// <summary>First and last of the ranges that terminals draw two columns wide (Unicode's East Asian Width W and F, rounded to blocks).</summary>
    static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x23E9, 0x23EC), (0x25FD, 0x25FE), (0x2614, 0x2615), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF),
        (0x4E00, 0x9FFF), (0xA000, 0xA4CF), (0xA960, 0xA97C), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6),
        (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    public static int Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsAscii(text)) return text.Length;
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += Of(rune);
        return width;
    }

    /// <summary>The text cut to a width, with <c>…</c> at its end when something was cut.</summary>
    public static string Cut(string text, int width)
    {
        if (Of(text) <= width) return text;
        var cut = new StringBuilder();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var next = Of(rune);
            if (used + next > width - 1) break;
            used += next;
            _ = cut.Append(rune.ToString());
        }
        return cut.Append('…').ToString();
    }

    static bool IsAscii(string text) => Ascii.IsValid(text);

    static int Of(Rune rune)
    {
        if (rune.Value < 0x300) return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format) return 0;
        var at = Array.BinarySearch(Wide, (rune.Value, int.MaxValue));
        var before = at >= 0 ? at : ~at - 1;
        return before >= 0 && rune.Value <= Wide[before].Last ? 2 : 1;
    }
}
