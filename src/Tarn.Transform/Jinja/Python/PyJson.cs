using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's json module.</summary>
public static class PyJson
{
    /// <summary>json.dumps with its default separators.</summary>
    public static string Dump(object? value, bool sortKeys = false, string? indent = null)
    {
        var output = new StringBuilder();
        Write(output, value, sortKeys, indent, 0);
        return output.ToString();
    }

    /// <summary>json.loads; raises ValueError.</summary>
    public static object? Load(string text)
    {
        try
        {
            var prepared = text.AsSpan().IndexOfAny('N', 'I') >= 0 ? QuoteConstants(text) : text;
            using var document = JsonDocument.Parse(prepared, new JsonDocumentOptions { MaxDepth = 900 });
            return Convert(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new JinjaException("JSONDecodeError", error.Message);
        }
    }

    public static object? Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new PyDict(element.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Convert(p.Value)))),
        JsonValueKind.Array => new PyList(element.EnumerateArray().Select(Convert)),
        JsonValueKind.String => Constant(element.GetString()!),
        JsonValueKind.Number => Number(element.GetRawText()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static object Number(string text)
    {
        if (text.AsSpan().IndexOfAny(".eE") >= 0)
        {
            return double.Parse(text, CultureInfo.InvariantCulture);
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? (object)number
            : BigInteger.Parse(text, CultureInfo.InvariantCulture);
    }

    private static object Constant(string text) => text switch
    {
        "\uE000NaN" => double.NaN,
        "\uE000Infinity" => double.PositiveInfinity,
        "\uE000-Infinity" => double.NegativeInfinity,
        _ => text,
    };

    /// <summary>Python reads NaN and Infinity, which are no JSON: marked strings stand for them.</summary>
    private static string QuoteConstants(string text)
    {
        var result = new StringBuilder();
        var inString = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (inString && c == '\\' && i + 1 < text.Length)
            {
                result.Append(c).Append(text[++i]);
                continue;
            }

            inString ^= c == '"';
            var word = inString ? null : Array.Find(Words, w => string.CompareOrdinal(text, i, w, 0, w.Length) == 0);
            if (word is null)
            {
                result.Append(c);
            }
            else
            {
                result.Append("\"\uE000").Append(word).Append('"');
                i += word.Length - 1;
            }
        }

        return result.ToString();
    }

    private static readonly string[] Words = ["NaN", "Infinity", "-Infinity"];

    private static void Write(StringBuilder output, object? value, bool sortKeys, string? indent, int depth)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case null:
                output.Append("null");
                break;
            case bool flag:
                output.Append(flag ? "true" : "false");
                break;
            case double number:
                output.Append(double.IsNaN(number) ? "NaN" : double.IsInfinity(number) ? number > 0 ? "Infinity" : "-Infinity" : PyText.Repr(number));
                break;
            case long or BigInteger:
                output.Append(PyText.Repr(value));
                break;
            case string or Markup:
                WriteText(output, PyText.Str(value));
                break;
            case PyList list:
                WriteItems(output, list.Items, '[', ']', indent, depth, item => Write(output, item, sortKeys, indent, depth + 1));
                break;
            case PyTuple tuple:
                WriteItems(output, tuple.Items, '[', ']', indent, depth, item => Write(output, item, sortKeys, indent, depth + 1));
                break;
            case PyDict dict:
                WriteDict(output, dict, sortKeys, indent, depth);
                break;
            default:
                throw JinjaException.Type($"Object of type {PyText.TypeName(value)} is not JSON serializable");
        }
    }

    private static void WriteDict(StringBuilder output, PyDict dict, bool sortKeys, string? indent, int depth)
    {
        var pairs = dict.Pairs.ToList();
        if (sortKeys)
        {
            pairs = PyIteration.Sorted(pairs.Select(p => (object?)new PyTuple([p.Key, p.Value])), t => ((PyTuple)t!).Items[0], false)
                .ConvertAll(t => KeyValuePair.Create(((PyTuple)t!).Items[0], ((PyTuple)t).Items[1]));
        }

        WriteItems(output, pairs, '{', '}', indent, depth, pair =>
        {
            WriteText(output, Key(pair.Key));
            output.Append(": ");
            Write(output, pair.Value, sortKeys, indent, depth + 1);
        });
    }

    private static string Key(object? key) => key switch
    {
        string text => text,
        null => "null",
        bool flag => flag ? "true" : "false",
        long or double or BigInteger => PyText.Repr(key),
        _ => throw JinjaException.Type($"keys must be str, int, float, bool or None, not {PyText.TypeName(key)}"),
    };

    private static void WriteItems<T>(StringBuilder output, IReadOnlyList<T> items, char open, char close, string? indent, int depth, Action<T> write)
    {
        output.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            output.Append(i == 0 ? string.Empty : indent is null ? ", " : ",");
            NewLine(output, indent, depth + 1);
            write(items[i]);
        }

        if (items.Count > 0)
        {
            NewLine(output, indent, depth);
        }

        output.Append(close);
    }

    private static void NewLine(StringBuilder output, string? indent, int depth)
    {
        if (indent is not null)
        {
            output.Append('\n').Insert(output.Length, indent, depth);
        }
    }

    private static void WriteText(StringBuilder output, string text)
    {
        output.Append('"');
        foreach (var c in text)
        {
            output.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                >= ' ' and <= '~' => c.ToString(),
                _ => $"\\u{(int)c:x4}",
            });
        }

        output.Append('"');
    }
}
