using System.Globalization;
using System.Numerics;
using System.Text;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's <c>%</c> operator on strings.</summary>
internal sealed class PercentFormat
{
    private readonly string format;
    private readonly Func<object?, string> toText;
    private readonly object? values;
    private readonly bool isTuple;
    private int next;
    private int position;
    private bool usedNames;

    private PercentFormat(string format, object? values, Func<object?, string> toText)
    {
        this.format = format;
        this.values = values;
        this.toText = toText;
        isTuple = values is PyTuple;
    }

    public static string Format(string format, object? values, Func<object?, string> toText) => new PercentFormat(format, values, toText).Run();

    private string Run()
    {
        var result = new StringBuilder();
        while (position < format.Length)
        {
            var c = format[position++];
            if (c != '%')
            {
                result.Append(c);
            }
            else
            {
                result.Append(Directive());
            }
        }

        var unused = isTuple ? next < ((PyTuple)values!).Items.Count : next == 0 && !IsSubscriptable(values);
        return unused && !usedNames ? throw JinjaException.Type("not all arguments converted during string formatting") : result.ToString();
    }

    private string Directive()
    {
        object? named = Missing.Value;
        if (Peek() == '(')
        {
            named = Named();
        }

        var flags = new HashSet<char>();
        while ("-+ #0".Contains(Peek(), StringComparison.Ordinal) && Peek() != '\0')
        {
            flags.Add(format[position++]);
        }

        var width = Number() ?? 0;
        if (width < 0)
        {
            flags.Add('-');
            width = -width;
        }

        int? precision = null;
        if (Peek() == '.')
        {
            position++;
            precision = Number() ?? 0;
        }

        while (Peek() is 'h' or 'l' or 'L')
        {
            position++;
        }

        if (position >= format.Length)
        {
            throw JinjaException.Value("incomplete format");
        }

        var kind = format[position++];
        if (kind == '%')
        {
            return "%";
        }

        if (!"diuoxXeEfFgGcrsa".Contains(kind, StringComparison.Ordinal))
        {
            throw JinjaException.Value($"unsupported format character '{kind}' (0x{(int)kind:x}) at index {position - 1}");
        }

        var value = named is Missing ? Next() : named;
        return Pad(Convert(kind, value, flags, precision), kind, width, flags);
    }

    private string Convert(char kind, object? value, HashSet<char> flags, int? precision)
    {
        switch (kind)
        {
            case 's':
                return Cut(toText(value), precision);
            case 'r' or 'a':
                return Cut(PyText.Repr(value), precision);
            case 'c':
                return Character(value);
            case 'd' or 'i' or 'u':
                return Sign(Integer(kind, value), flags, n => n.ToString(CultureInfo.InvariantCulture), precision, string.Empty);
            case 'x' or 'X' or 'o':
                var prefix = flags.Contains('#') ? kind switch { 'x' => "0x", 'X' => "0X", _ => "0o" } : string.Empty;
                return Sign(Strict(kind, value), flags, n => FormatSpec.Radix(n, kind), precision, prefix);
            default:
                var number = value is double or long or bool or BigInteger
                    ? PyNumber.ToDouble(value)
                    : throw JinjaException.Type($"must be real number, not {PyText.TypeName(value)}");
                var text = FormatSpec.Float(Math.Abs(number), kind, precision ?? 6, flags.Contains('#'));
                return SignText(double.IsNegative(number) && !double.IsNaN(number), flags) + text;
        }
    }

    private static string Sign(BigInteger number, HashSet<char> flags, Func<BigInteger, string> digits, int? precision, string prefix) =>
        SignText(number.Sign < 0, flags) + prefix + digits(BigInteger.Abs(number)).PadLeft(precision ?? 0, '0');

    private static string SignText(bool negative, HashSet<char> flags) =>
        negative ? "-" : flags.Contains('+') ? "+" : flags.Contains(' ') ? " " : string.Empty;

    private static string Pad(string text, char kind, int width, HashSet<char> flags)
    {
        var missing = width - PyText.Length(text);
        if (missing <= 0)
        {
            return text;
        }

        if (flags.Contains('-'))
        {
            return text + new string(' ', missing);
        }

        if (!flags.Contains('0') || "srac".Contains(kind, StringComparison.Ordinal) || text.Contains('n', StringComparison.Ordinal))
        {
            return new string(' ', missing) + text;
        }

        var head = text.Length > 0 && "+- ".Contains(text[0], StringComparison.Ordinal) ? 1 : 0;
        head += text.Length > head + 1 && text[head] == '0' && char.IsLetter(text[head + 1]) ? 2 : 0;
        return text[..head] + new string('0', missing) + text[head..];
    }

    private static string Cut(string text, int? precision) =>
        precision is { } length && PyText.Length(text) > length ? (string)PyText.Item(text, new PySlice(null, (long)length, null))! : text;

    private static string Character(object? value)
    {
        if (PyText.IsText(value, out var text))
        {
            return PyText.Length(text) == 1 ? text : throw JinjaException.Type("%c requires int or char");
        }

        if (!PyNumber.TryIndex(value, out var code))
        {
            throw JinjaException.Type("%c requires int or char");
        }

        return code is >= 0 and <= 0x10FFFF
            ? char.ConvertFromUtf32((int)code)
            : throw new JinjaException("OverflowError", "%c arg not in range(0x110000)");
    }

    private static BigInteger Integer(char kind, object? value) => value switch
    {
        double number when double.IsNaN(number) => throw JinjaException.Value("cannot convert float NaN to integer"),
        double number when double.IsInfinity(number) => throw new JinjaException("OverflowError", "cannot convert float infinity to integer"),
        double number => new BigInteger(Math.Truncate(number)),
        _ when PyNumber.IsInteger(value) => PyNumber.ToBig(value!),
        _ => throw JinjaException.Type($"%{kind} format: a real number is required, not {PyText.TypeName(value)}"),
    };

    private static BigInteger Strict(char kind, object? value) => PyNumber.IsInteger(value)
        ? PyNumber.ToBig(value!)
        : throw JinjaException.Type($"%{kind} format: an integer is required, not {PyText.TypeName(value)}");

    private object? Named()
    {
        var depth = 1;
        var start = ++position;
        while (position < format.Length && depth > 0)
        {
            depth += format[position] == '(' ? 1 : format[position] == ')' ? -1 : 0;
            position++;
        }

        if (depth > 0)
        {
            throw JinjaException.Value("incomplete format key");
        }

        usedNames = true;
        return IsSubscriptable(values) ? ((PyObject)values!).GetItem(format[start..(position - 1)]) : throw JinjaException.Type("format requires a mapping");
    }

    /// <summary>What Python takes for a mapping here: anything with items but text and tuples.</summary>
    private static bool IsSubscriptable(object? value) => value is PyDict or PyList or PyRange or PyBytes or Undefined;

    private int? Number()
    {
        if (Peek() == '*')
        {
            position++;
            return Next() is long number ? (int)number : throw JinjaException.Type("* wants int");
        }

        var start = position;
        while (char.IsAsciiDigit(Peek()))
        {
            position++;
        }

        return position == start ? null : int.Parse(format.AsSpan(start, position - start), CultureInfo.InvariantCulture);
    }

    private object? Next()
    {
        if (isTuple)
        {
            var items = ((PyTuple)values!).Items;
            return next < items.Count ? items[next++] : throw JinjaException.Type("not enough arguments for format string");
        }

        return next++ == 0 ? values : throw JinjaException.Type("not enough arguments for format string");
    }

    private char Peek() => position < format.Length ? format[position] : '\0';
}
