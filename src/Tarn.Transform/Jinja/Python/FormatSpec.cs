using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's format specification: <c>[[fill]align][sign][z][#][0][width][grouping][.precision][type]</c>.</summary>
internal sealed partial record FormatSpec(
    string Fill, char Align, char Sign, bool Alternate, bool ZeroPad, int Width, char Grouping, int? Precision, char Type)
{
    public static string Apply(object? value, string spec)
    {
        if (value is PyObject pyObject && pyObject.Operate("format", spec) is string formatted)
        {
            return formatted;
        }

        if (spec.Length == 0)
        {
            return PyText.Str(value);
        }

        return value switch
        {
            string text => Parse(spec, value).Text(text),
            bool or long or BigInteger => Parse(spec, value).Integer(value),
            double number => Parse(spec, value).Real(number),
            Markup markup => Parse(spec, value).Text(markup.Text),
            Undefined undefined => throw undefined.Error(),
            _ => throw JinjaException.Type($"unsupported format string passed to {PyText.TypeName(value)}.__format__"),
        };
    }

    public static string Radix(BigInteger number, char kind)
    {
        if (kind is 'x' or 'X')
        {
            var hex = number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
            return hex.Length == 0 ? "0" : kind == 'X' ? hex.ToUpperInvariant() : hex;
        }

        var radix = kind == 'o' ? 8 : 2;
        var digits = new StringBuilder();
        do
        {
            digits.Insert(0, (char)('0' + (int)(number % radix)));
            number /= radix;
        }
        while (!number.IsZero);
        return digits.ToString();
    }

    /// <summary>A non-negative float in the notation e, f, g, % or n.</summary>
    public static string Float(double number, char kind, int precision, bool alternate)
    {
        if (double.IsNaN(number) || double.IsInfinity(number))
        {
            var text = double.IsNaN(number) ? "nan" : "inf";
            return char.IsUpper(kind) ? text.ToUpperInvariant() : text;
        }

        return kind switch
        {
            'f' or 'F' => ExactDecimal.Fixed(number, precision) + (alternate && precision == 0 ? "." : string.Empty),
            'e' or 'E' => Exponential(ExactDecimal.Significant(number, precision + 1), kind, alternate),
            '%' => ExactDecimal.Fixed(number * 100, precision) + (alternate && precision == 0 ? "." : string.Empty) + "%",
            _ => General(number, kind, Math.Max(precision, 1), alternate),
        };
    }

    private static string General(double number, char kind, int precision, bool alternate)
    {
        var (digits, exponent) = ExactDecimal.Significant(number, precision);
        var trimmed = alternate ? digits : digits.TrimEnd('0');
        trimmed = trimmed.Length == 0 ? "0" : trimmed;
        if (exponent < -4 || exponent >= precision)
        {
            return Exponential((trimmed, exponent), kind is 'G' ? 'E' : 'e', alternate);
        }

        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + trimmed;
        }

        trimmed = trimmed.PadRight(exponent + 1, '0');
        var fraction = trimmed[(exponent + 1)..];
        return trimmed[..(exponent + 1)] + (fraction.Length > 0 || alternate ? "." : string.Empty) + fraction;
    }

    private static string Exponential((string Digits, int Exponent) number, char kind, bool alternate)
    {
        var fraction = number.Digits[1..];
        return number.Digits[..1] + (fraction.Length > 0 || alternate ? "." : string.Empty) + fraction + kind
            + (number.Exponent < 0 ? '-' : '+') + Math.Abs(number.Exponent).ToString("00", CultureInfo.InvariantCulture);
    }

    private static FormatSpec Parse(string spec, object? value)
    {
        var match = Pattern().Match(spec);
        if (!match.Success)
        {
            throw JinjaException.Value(value is string
                ? $"Invalid format specifier '{spec}' for object of type 'str'"
                : $"Invalid format specifier '{spec}' for object of type '{PyText.TypeName(value)}'");
        }

        string Group(string name) => match.Groups[name].Value;
        char First(string name) => match.Groups[name] is { Success: true, Length: > 0 } group ? group.Value[0] : '\0';
        var zero = Group("zero").Length > 0;
        return new FormatSpec(
            match.Groups["fill"].Success ? Group("fill") : zero ? "0" : " ",
            First("align") is '\0' ? zero && value is not string ? '=' : '\0' : First("align"),
            First("sign"),
            Group("alt").Length > 0,
            zero,
            Group("width").Length > 0 ? int.Parse(Group("width"), CultureInfo.InvariantCulture) : 0,
            First("group"),
            Group("precision").Length > 0 ? int.Parse(Group("precision"), CultureInfo.InvariantCulture) : null,
            First("type"));
    }

    private string Text(string text)
    {
        if (Type is not ('\0' or 's'))
        {
            throw JinjaException.Value($"Unknown format code '{Type}' for object of type 'str'");
        }

        if (Sign != '\0')
        {
            throw JinjaException.Value("Sign not allowed in string format specifier");
        }

        if (Align == '=')
        {
            throw JinjaException.Value("'=' alignment not allowed in string format specifier");
        }

        if (Grouping != '\0')
        {
            throw JinjaException.Value($"Cannot specify '{Grouping}' with 's'.");
        }

        var cut = Precision is { } length && PyText.Length(text) > length ? (string)PyText.Item(text, new PySlice(null, (long)length, null))! : text;
        return Pad(string.Empty, cut, Align == '\0' ? '<' : Align);
    }

    private string Integer(object value)
    {
        if (Type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%')
        {
            return Real(PyNumber.ToDouble(value));
        }

        if (value is bool && Type is '\0' && this is { Width: > 0 } or { Align: not '\0' })
        {
            value = PyNumber.Normalize(PyNumber.ToBig(value));
        }

        var number = PyNumber.ToBig(value);
        if (Type == 'c')
        {
            return Pad(string.Empty, char.ConvertFromUtf32((int)number), Align == '\0' ? '<' : Align);
        }

        if (Type is not ('\0' or 'd' or 'n' or 'x' or 'X' or 'o' or 'b'))
        {
            throw JinjaException.Value($"Unknown format code '{Type}' for object of type 'int'");
        }

        if (Precision is not null)
        {
            throw JinjaException.Value("Precision not allowed in integer format specifier");
        }

        var magnitude = BigInteger.Abs(number);
        var digits = Type is 'x' or 'X' or 'o' or 'b' ? Radix(magnitude, Type) : magnitude.ToString(CultureInfo.InvariantCulture);
        var prefix = Alternate ? Type switch { 'x' => "0x", 'X' => "0X", 'o' => "0o", 'b' => "0b", _ => string.Empty } : string.Empty;
        return Numeric(number.Sign < 0, prefix, digits, Type is 'x' or 'X' or 'o' or 'b' ? 4 : 3);
    }

    private string Real(double number)
    {
        if (Type is not ('\0' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or 'n' or '%'))
        {
            throw JinjaException.Value($"Unknown format code '{Type}' for object of type 'float'");
        }

        var magnitude = Math.Abs(number);
        string text;
        if (Type == '\0' && Precision is null)
        {
            text = PyNumber.FloatRepr(magnitude);
        }
        else if (Type == '\0')
        {
            text = Float(magnitude, 'g', Precision!.Value, false);
            var (_, exponent) = ExactDecimal.Significant(magnitude, Math.Max(Precision.Value, 1));
            text = exponent >= Precision.Value - 1 && !text.Contains('e', StringComparison.Ordinal)
                ? Exponential((ExactDecimal.Significant(magnitude, Math.Max(Precision.Value, 1)).Digits.TrimEnd('0') is { Length: > 0 } d ? d : "0", exponent), 'e', false)
                : text.Contains('.', StringComparison.Ordinal) || text.Contains('n', StringComparison.Ordinal) ? text : text + ".0";
        }
        else
        {
            text = Float(magnitude, Type == 'n' ? 'g' : Type, Precision ?? 6, Alternate);
        }

        return Numeric(double.IsNegative(number) && !double.IsNaN(number), string.Empty, text, 3);
    }

    private string Numeric(bool negative, string prefix, string digits, int groupSize)
    {
        var sign = negative ? "-" : Sign is '+' or ' ' ? Sign.ToString() : string.Empty;
        var end = digits.AsSpan().IndexOfAny(".e%");
        var whole = end < 0 || groupSize == 4 ? digits : digits[..end];
        var rest = digits[whole.Length..];
        var align = Align == '\0' ? '>' : Align;
        if (Grouping != '\0')
        {
            var fixedWidth = align == '=' && Fill == "0" ? Width - sign.Length - prefix.Length - rest.Length : 0;
            whole = Grouped(whole, groupSize, fixedWidth);
        }

        return Pad(sign + prefix, whole + rest, align);
    }

    private string Grouped(string whole, int size, int width)
    {
        var result = Separate(whole, size);
        while (result.Length < width)
        {
            whole = "0" + whole;
            var longer = Separate(whole, size);
            result = longer.Length > width && longer[1] == Grouping ? "0" + longer : longer;
        }

        return result;
    }

    private string Separate(string whole, int size)
    {
        var text = new StringBuilder(whole);
        for (var i = whole.Length - size; i > 0; i -= size)
        {
            text.Insert(i, Grouping);
        }

        return text.ToString();
    }

    private string Pad(string head, string body, char align)
    {
        var missing = Width - PyText.Length(head) - PyText.Length(body);
        if (missing <= 0)
        {
            return head + body;
        }

        string Filled(int count) => PyText.Repeat(Fill, count);
        return align switch
        {
            '<' => head + body + Filled(missing),
            '^' => Filled(missing / 2) + head + body + Filled(missing - (missing / 2)),
            '=' => head + Filled(missing) + body,
            _ => Filled(missing) + head + body,
        };
    }

    [GeneratedRegex("^(?:(?:(?<fill>[\\s\\S])(?=[<>=^]))?(?<align>[<>=^]))?(?<sign>[-+ ])?z?(?<alt>#)?(?<zero>0)?(?<width>\\d+)?(?<group>[,_])?"
        + "(?:\\.(?<precision>\\d+))?(?<type>[a-zA-Z%])?$")]
    private static partial Regex Pattern();
}
