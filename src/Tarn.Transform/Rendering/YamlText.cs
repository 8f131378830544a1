using System.Text;
using System.Text.RegularExpressions;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Modules;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Rendering;

/// <summary>Writes YAML in block style as Python's yaml.safe_dump does.</summary>
internal static partial class YamlText
{
    private const int Width = 80;

    public static string Dump(object? value, bool sortKeys)
    {
        var output = new StringBuilder();
        Write(output, value, 0, sortKeys, root: true);
        if (value is not (PyDict or PyList or PyTuple))
        {
            var plain = value is not (string or Markup) || Scalar(value, 0)[0] is not ('\'' or '"');
            output.Append(plain ? "\n...\n" : "\n");
        }

        return output.ToString();
    }

    private static void Write(StringBuilder output, object? value, int indent, bool sortKeys, bool root)
    {
        switch (value)
        {
            case PyDict { Count: > 0 } dict:
                WriteMap(output, dict, indent, sortKeys, root);
                break;
            case PyList { Items.Count: > 0 } list:
                WriteList(output, list.Items, indent, sortKeys);
                break;
            case PyTuple { Items.Count: > 0 } tuple:
                WriteList(output, tuple.Items, indent, sortKeys);
                break;
            case PyDict:
                output.Append("{}").Append(root ? "\n" : string.Empty);
                break;
            case PyList or PyTuple:
                output.Append("[]").Append(root ? "\n" : string.Empty);
                break;
            default:
                output.Append(Scalar(value, indent));
                break;
        }
    }

    private static void WriteMap(StringBuilder output, PyDict dict, int indent, bool sortKeys, bool root)
    {
        _ = root;
        var keys = sortKeys ? PyIteration.Sorted(dict.Keys, null, false) : dict.Keys.ToList();
        for (var i = 0; i < keys.Count; i++)
        {
            output.Append(' ', i == 0 && output.Length > 0 && output[^1] != '\n' ? 0 : indent).Append(Scalar(keys[i], indent)).Append(':');
            var value = dict[keys[i]];
            if (value is PyDict { Count: > 0 })
            {
                output.Append('\n');
                Write(output, value, indent + 2, sortKeys, false);
            }
            else if (value is PyList { Items.Count: > 0 } or PyTuple { Items.Count: > 0 })
            {
                output.Append('\n');
                Write(output, value, indent, sortKeys, false);
            }
            else
            {
                output.Append(' ');
                Write(output, value, indent + 2, sortKeys, false);
                output.Append('\n');
            }
        }
    }

    private static void WriteList(StringBuilder output, IReadOnlyList<object?> items, int indent, bool sortKeys)
    {
        for (var i = 0; i < items.Count; i++)
        {
            output.Append(' ', i == 0 && output.Length > 0 && output[^1] != '\n' ? 0 : indent).Append("- ");
            Write(output, items[i], indent + 2, sortKeys, false);
            if (output[^1] != '\n')
            {
                output.Append('\n');
            }
        }
    }

    private static string Scalar(object? value, int indent) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        double number => double.IsNaN(number) ? ".nan" : double.IsInfinity(number) ? number > 0 ? ".inf" : "-.inf" : FloatText(number),
        string text => Text(text, indent),
        DateValue date => date.Str(),
        long or System.Numerics.BigInteger => PyText.Repr(value),
        _ => throw new JinjaException("YAMLError", $"cannot represent an object: {PyText.Repr(value)}"),
    };

    private static string FloatText(double number)
    {
        var text = PyText.Repr(number);
        return text.Contains('.', StringComparison.Ordinal) || !text.Contains('e', StringComparison.Ordinal) ? text : text.Replace("e", ".0e", StringComparison.Ordinal);
    }

    private static string Text(string text, int indent)
    {
        if (text.Any(c => (c < ' ' && c is not '\n') || c is '\x7f' or '\ufeff' || c >= 0x80))
        {
            return DoubleQuoted(text);
        }

        var plain = text.Length > 0 && YamlValues.Resolve(text) is string && !text.Contains('\n', StringComparison.Ordinal)
            && !text.StartsWith(' ') && !text.EndsWith(' ') && !Special().IsMatch(text) && text is not ("=" or "<<");
        if (plain)
        {
            return Fold(text, indent, string.Empty);
        }

        return text.Contains('\n', StringComparison.Ordinal) && Regex.IsMatch(text, " \n|^ | $")
            ? DoubleQuoted(text)
            : "'" + Fold(text.Replace("'", "''", StringComparison.Ordinal), indent, "\n") + "'";
    }

    /// <summary>Breaks at blanks beyond the width; a line break of the text is an empty line and the indent.</summary>
    private static string Fold(string text, int indent, string lineBreak)
    {
        var result = new StringBuilder();
        var column = indent + 1;
        var padding = new string(' ', Math.Max(indent, 2));
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' && lineBreak.Length > 0)
            {
                result.Append(i > 0 && text[i - 1] == '\n' ? "\n" : "\n\n");
                if (i + 1 < text.Length && text[i + 1] != '\n')
                {
                    result.Append(padding);
                }

                column = padding.Length;
                continue;
            }

            var foldable = text[i] == ' ' && i > 0 && i + 1 < text.Length && text[i - 1] != ' ' && text[i + 1] != ' ';
            if (foldable && column > Width)
            {
                result.Append('\n').Append(padding);
                column = padding.Length;
                continue;
            }

            result.Append(text[i]);
            column++;
        }

        return result.ToString();
    }

    private static string DoubleQuoted(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                '\r' => "\\r",
                0 => "\\0",
                7 => "\\a",
                8 => "\\b",
                0x1b => "\\e",
                0x85 => "\\N",
                0xa0 => "\\_",
                0x2028 => "\\L",
                0x2029 => "\\P",
                >= 32 and < 127 => rune.ToString(),
                < 256 => $"\\x{rune.Value:X2}",
                < 65536 => $"\\u{rune.Value:X4}",
                _ => $"\\U{rune.Value:X8}",
            });
        }

        return result.Append('"').ToString();
    }

    [GeneratedRegex(@"^[,\[\]{}#&*!|>'""%@`]|^[-?:](\s|$)|^---|^\.\.\.|: |:$| #")]
    private static partial Regex Special();
}
