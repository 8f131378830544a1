using System.Globalization;
using System.Text;

namespace Tarn.Transform.Jinja.Syntax;

/// <summary>Python's backslash escapes in string literals.</summary>
internal static class StringEscapes
{
    private const string Simple = "\\'\"abfnrtv";
    private const string Meaning = "\\'\"\a\b\f\n\r\t\v";

    public static string Decode(string text, int line)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            var c = text[++i];
            var simple = Simple.IndexOf(c, StringComparison.Ordinal);
            if (simple >= 0)
            {
                result.Append(Meaning[simple]);
            }
            else if (c is 'x' or 'u' or 'U')
            {
                i = Hex(text, i, result, line);
            }
            else if (c is >= '0' and <= '7')
            {
                i = Octal(text, i, result);
            }
            else if (c != '\n')
            {
                result.Append('\\').Append(c);
            }
        }

        return result.ToString();
    }

    private static int Hex(string text, int index, StringBuilder result, int line)
    {
        var length = text[index] switch { 'x' => 2, 'u' => 4, _ => 8 };
        var digits = text.AsSpan(index + 1, Math.Min(length, text.Length - index - 1));
        if (digits.Length < length || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            var name = text[index] switch { 'x' => "\\xXX", 'u' => "\\uXXXX", _ => "\\UXXXXXXXX" };
            throw new JinjaException("TemplateSyntaxError", $"truncated {name} escape", line);
        }

        if (code is < 0 or > 0x10FFFF)
        {
            throw new JinjaException("TemplateSyntaxError", "illegal Unicode character", line);
        }

        result.Append(code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code));
        return index + length;
    }

    private static int Octal(string text, int index, StringBuilder result)
    {
        var value = 0;
        var end = index;
        while (end < text.Length && end < index + 3 && text[end] is >= '0' and <= '7')
        {
            value = (value * 8) + (text[end++] - '0');
        }

        result.Append((char)value);
        return end - 1;
    }
}
