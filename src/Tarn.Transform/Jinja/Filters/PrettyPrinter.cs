using System.Text;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Filters;

/// <summary>Python's pprint.pformat: keys sorted, lines of 80.</summary>
internal static class PrettyPrinter
{
    private const int Width = 80;

    public static string Format(object? value)
    {
        var output = new StringBuilder();
        Write(output, value, 0, 0);
        return output.ToString();
    }

    private static void Write(StringBuilder output, object? value, int indent, int allowance)
    {
        var text = Compact(value);
        if (text.Length <= Width - indent - allowance)
        {
            output.Append(text);
            return;
        }

        switch (value)
        {
            case PyDict { Count: > 0 } dict:
                WriteDict(output, dict, indent, allowance);
                break;
            case PyList { Items.Count: > 0 } list:
                WriteItems(output, "[", list.Items, "]", indent, allowance);
                break;
            case PyTuple { Items.Count: > 0 } tuple:
                WriteItems(output, "(", tuple.Items, tuple.Items.Count == 1 ? ",)" : ")", indent, allowance);
                break;
            case PySet { Count: > 0 } set:
                WriteItems(output, "{", PyIteration.Sorted(set.Members, null, false), "}", indent, allowance);
                break;
            default:
                output.Append(text);
                break;
        }
    }

    private static void WriteDict(StringBuilder output, PyDict dict, int indent, int allowance)
    {
        output.Append('{');
        var pairs = SortedPairs(dict);
        for (var i = 0; i < pairs.Count; i++)
        {
            var key = PyText.Repr(pairs[i].Key);
            output.Append(key).Append(": ");
            Write(output, pairs[i].Value, indent + 1 + key.Length + 2, i == pairs.Count - 1 ? allowance + 1 : 1);
            output.Append(i == pairs.Count - 1 ? "}" : ",\n" + new string(' ', indent + 1));
        }
    }

    private static void WriteItems(StringBuilder output, string open, IReadOnlyList<object?> items, string close, int indent, int allowance)
    {
        output.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            Write(output, items[i], indent + 1, i == items.Count - 1 ? allowance + close.Length : 1);
            output.Append(i == items.Count - 1 ? close : ",\n" + new string(' ', indent + 1));
        }
    }

    private static string Compact(object? value) => value switch
    {
        PyDict dict => "{" + string.Join(", ", SortedPairs(dict).Select(p => $"{Compact(p.Key)}: {Compact(p.Value)}")) + "}",
        PyList list => "[" + string.Join(", ", list.Items.Select(Compact)) + "]",
        PyTuple { Items.Count: > 1 } tuple => "(" + string.Join(", ", tuple.Items.Select(Compact)) + ")",
        _ => PyText.Repr(value),
    };

    private static List<KeyValuePair<object?, object?>> SortedPairs(PyDict dict)
    {
        try
        {
            var keys = PyIteration.Sorted(dict.Keys, null, false);
            return keys.ConvertAll(k => KeyValuePair.Create(k, dict[k]));
        }
        catch (JinjaException)
        {
            return dict.Pairs.OrderBy(p => PyText.TypeName(p.Key), StringComparer.Ordinal).ToList();
        }
    }
}
