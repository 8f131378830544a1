using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Tarn.Transform.Jinja.Python;

/// <summary>str() and repr() of values, and strings as sequences of code points.</summary>
public static class PyText
{
    internal static readonly char[] WhiteSpace =
    [
        '\t', '\n', '\v', '\f', '\r', '\x1c', '\x1d', '\x1e', '\x1f', ' ', '\x85', '\xa0', '\u1680', '\u2000', '\u2001', '\u2002', '\u2003',
        '\u2004', '\u2005', '\u2006', '\u2007', '\u2008', '\u2009', '\u200a', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000',
    ];

    [ThreadStatic]
    private static HashSet<object>? active;

    public static string TypeName(object? value) => value switch
    {
        null => "NoneType",
        bool => "bool",
        long or BigInteger => "int",
        double => "float",
        string => "str",
        PyObject pyObject => pyObject.TypeName,
        _ => value.GetType().Name,
    };

    /// <summary>How Jinja names an object in a message: its type and the word object.</summary>
    public static string ObjectType(object? value) => value is null ? "None" : $"{TypeName(value)} object";

    public static string Str(object? value) => value switch
    {
        string text => text,
        PyObject pyObject => pyObject.Str(),
        _ => Repr(value),
    };

    public static string Repr(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        BigInteger number => BigText(number),
        double number => PyNumber.FloatRepr(number),
        string text => Quote(text),
        PyObject pyObject => pyObject.Repr(),
        _ => value.ToString() ?? string.Empty,
    };

    public static bool IsText(object? value, out string text)
    {
        text = value switch
        {
            string plain => plain,
            Markup markup => markup.Text,
            _ => string.Empty,
        };
        return value is string or Markup;
    }

    public static bool IsWhiteSpace(char c) => Array.IndexOf(WhiteSpace, c) >= 0;

    internal static string ReprSequence(string open, IReadOnlyList<object?> items, string close, object owner) =>
        Guarded(owner, open + "..." + close, () => open + string.Join(", ", items.Select(Repr)) + close);

    /// <summary>Stops at a container that holds itself.</summary>
    internal static string Guarded(object owner, string recursion, Func<string> render)
    {
        active ??= new HashSet<object>(ReferenceEqualityComparer.Instance);
        if (!active.Add(owner))
        {
            return recursion;
        }

        try
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return render();
        }
        finally
        {
            active.Remove(owner);
        }
    }

    public static bool HasSurrogates(string text)
    {
        foreach (var c in text)
        {
            if (char.IsSurrogate(c))
            {
                return true;
            }
        }

        return false;
    }

    public static int Length(string text) => HasSurrogates(text) ? text.EnumerateRunes().Count() : text.Length;

    public static IEnumerable<object?> Characters(string text) =>
        HasSurrogates(text) ? text.EnumerateRunes().Select(r => (object?)r.ToString()) : text.Select(c => (object?)c.ToString());

    /// <summary>Order by code points.</summary>
    public static int Compare(string left, string right)
    {
        if (!HasSurrogates(left) && !HasSurrogates(right))
        {
            return string.CompareOrdinal(left, right);
        }

        return left.EnumerateRunes().Select(r => r.Value).ToArray().AsSpan().SequenceCompareTo(right.EnumerateRunes().Select(r => r.Value).ToArray());
    }

    public static string Repeat(string text, long count)
    {
        PySequence.CheckCount(count);
        if (count <= 0 || text.Length == 0)
        {
            return string.Empty;
        }

        return text.Length * (decimal)count > 200_000_000
            ? throw new JinjaException("MemoryError", string.Empty)
            : new StringBuilder(text.Length * (int)count).Insert(0, text, (int)count).ToString();
    }

    public static bool TryItem(string text, object? key, out object? value)
    {
        value = null;
        if (key is not PySlice && (!PyNumber.TryIndex(key, out var index) || index >= Length(text) || index < -Length(text)))
        {
            return false;
        }

        value = Item(text, key);
        return true;
    }

    public static object? Item(string text, object? key)
    {
        if (HasSurrogates(text))
        {
            return PySequence.Item(Characters(text).ToList(), key, "string", parts => string.Concat(parts));
        }

        if (key is PySlice slice)
        {
            return string.Concat(slice.Indices(text.Length).Select(i => text[i]));
        }

        if (!PyNumber.TryIndex(key, out var index))
        {
            throw JinjaException.Type($"string indices must be integers, not '{TypeName(key)}'");
        }

        var position = index < 0 ? index + text.Length : index;
        return position >= 0 && position < text.Length
            ? text[(int)position].ToString()
            : throw new JinjaException("IndexError", "string index out of range");
    }

    public static string Quote(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var result = new StringBuilder(text.Length + 2).Append(quote);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                AppendRune(result, new Rune(c, text[++i]));
            }
            else
            {
                AppendChar(result, c, quote);
            }
        }

        return result.Append(quote).ToString();
    }

    private static string BigText(BigInteger number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return text.TrimStart('-').Length > 4300
            ? throw JinjaException.Value("Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit")
            : text;
    }

    private static void AppendChar(StringBuilder result, char c, char quote)
    {
        switch (c)
        {
            case '\\':
                result.Append("\\\\");
                break;
            case '\t':
                result.Append("\\t");
                break;
            case '\n':
                result.Append("\\n");
                break;
            case '\r':
                result.Append("\\r");
                break;
            default:
                result.Append(c == quote ? "\\" + c : IsPrintable(c) ? c.ToString() : c < 256 ? $"\\x{(int)c:x2}" : $"\\u{(int)c:x4}");
                break;
        }
    }

    private static void AppendRune(StringBuilder result, Rune rune)
    {
        var category = Rune.GetUnicodeCategory(rune);
        var printable = category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
        result.Append(printable ? rune.ToString() : $"\\U{rune.Value:x8}");
    }

    private static bool IsPrintable(char c) => c == ' ' || (char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator));
}
