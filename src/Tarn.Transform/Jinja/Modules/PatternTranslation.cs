using System.Text;
using System.Text.RegularExpressions;

namespace Tarn.Transform.Jinja.Modules;

/// <summary>Python's regular expressions in .NET's notation.</summary>
internal static class PatternTranslation
{
    public static string ToDotNet(string pattern)
    {
        var result = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern.AsSpan(i);
            if (rest.StartsWith("(?P<"))
            {
                result.Append("(?<");
                i += 3;
            }
            else if (rest.StartsWith("(?P="))
            {
                var end = pattern.IndexOf(')', i);
                result.Append(@"\k<").Append(pattern, i + 4, Math.Max(0, end - i - 4)).Append('>');
                i = end < 0 ? pattern.Length : end;
            }
            else if (rest.StartsWith(@"\Z"))
            {
                result.Append(@"\z");
                i++;
            }
            else if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                result.Append(pattern, i++, 2);
            }
            else if (rest.StartsWith("{,"))
            {
                result.Append("{0");
            }
            else
            {
                result.Append(pattern[i]);
            }
        }

        return result.ToString();
    }

    /// <summary>Parts of a replacement: text, or the group that stands there.</summary>
    public static List<(string Text, string? Group)> Replacement(string template)
    {
        var parts = new List<(string, string?)>();
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '\\' || i + 1 >= template.Length)
            {
                parts.Add((template[i].ToString(), null));
                continue;
            }

            var c = template[++i];
            if (c == 'g' && i + 1 < template.Length && template[i + 1] == '<')
            {
                var end = template.IndexOf('>', i);
                parts.Add((string.Empty, end < 0 ? throw new JinjaException("error", "missing >, unterminated name", 1) : template[(i + 2)..end]));
                i = end;
            }
            else if (char.IsAsciiDigit(c) && c != '0')
            {
                var length = i + 1 < template.Length && char.IsAsciiDigit(template[i + 1]) ? 2 : 1;
                parts.Add((string.Empty, template.Substring(i, length)));
                i += length - 1;
            }
            else
            {
                parts.Add((c switch { 'n' => "\n", 't' => "\t", 'r' => "\r", '\\' => "\\", _ when char.IsAsciiLetter(c) => throw new JinjaException("error", $"bad escape \\{c} at position {i - 1}", 1), _ => "\\" + c }, null));
            }
        }

        return parts;
    }

    /// <summary>Python's message for a pattern that does not parse.</summary>
    public static string Message(RegexParseException error, string pattern)
    {
        var offset = error.Offset;
        return error.Error switch
        {
            RegexParseError.InsufficientClosingParentheses => $"missing ), unterminated subpattern at position {OpenParenthesis(pattern)}",
            RegexParseError.InsufficientOpeningParentheses => $"unbalanced parenthesis at position {Math.Max(0, offset - 1)}",
            RegexParseError.UnterminatedBracket => $"unterminated character set at position {pattern.IndexOf('[', StringComparison.Ordinal)}",
            RegexParseError.QuantifierAfterNothing => $"nothing to repeat at position {Math.Max(0, offset - 1)}",
            RegexParseError.NestedQuantifiersNotParenthesized => $"multiple repeat at position {Math.Max(0, offset - 1)}",
            RegexParseError.ReversedCharacterRange => $"bad character range {pattern.AsSpan(Math.Max(0, offset - 3), Math.Min(3, pattern.Length))} at position {Math.Max(0, offset - 3)}",
            RegexParseError.ReversedQuantifierRange => $"min repeat greater than max repeat at position {pattern.IndexOf('{', StringComparison.Ordinal) + 1}",
            RegexParseError.UnescapedEndingBackslash => $"bad escape (end of pattern) at position {pattern.Length - 1}",
            RegexParseError.UndefinedNumberedReference => $"invalid group reference {pattern[Math.Max(0, offset - 1)]} at position {Math.Max(0, offset - 1)}",
            RegexParseError.UnrecognizedEscape => $"bad escape {pattern.AsSpan(Math.Max(0, offset - 2), 2)} at position {Math.Max(0, offset - 2)}",
            _ => error.Message,
        };
    }

    private static int OpenParenthesis(string pattern)
    {
        var open = new Stack<int>();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                i++;
            }
            else if (pattern[i] == '(')
            {
                open.Push(i);
            }
            else if (pattern[i] == ')' && open.Count > 0)
            {
                open.Pop();
            }
        }

        return open.Count > 0 ? open.Peek() : 0;
    }
}
