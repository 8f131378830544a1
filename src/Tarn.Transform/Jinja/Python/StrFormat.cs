using System.Globalization;
using System.Text;

namespace Tarn.Transform.Jinja.Python;

/// <summary>str.format and str.format_map, in the sandbox's version.</summary>
internal sealed class StrFormat(string format, Arguments arguments, PyDict? mapping)
{
    private int automatic;
    private bool? manual;

    public static string Format(string format, Arguments arguments) => new StrFormat(format, arguments, null).Run(format, 2);

    public static string FormatMap(string format, PyDict mapping) => new StrFormat(format, Arguments.None, mapping).Run(format, 2);

    private string Run(string text, int depth)
    {
        if (depth < 0)
        {
            throw JinjaException.Value("Max string recursion exceeded");
        }

        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                result.Append(c);
                i++;
            }
            else if (c == '}')
            {
                throw JinjaException.Value("Single '}' encountered in format string");
            }
            else if (c == '{')
            {
                var end = FieldEnd(text, i);
                result.Append(Field(text[(i + 1)..end], depth));
                i = end;
            }
            else
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }

    private static int FieldEnd(string text, int start)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        throw JinjaException.Value(start == text.Length - 1 ? "Single '{' encountered in format string" : "expected '}' before end of string");
    }

    private string Field(string field, int depth)
    {
        var (name, conversion, spec) = Split(field);
        var value = Lookup(name);
        value = conversion switch
        {
            '\0' => value,
            's' => PyText.Str(value),
            'r' or 'a' => PyText.Repr(value),
            _ => throw JinjaException.Value($"Unknown conversion specifier {conversion}"),
        };
        return FormatSpec.Apply(value, spec.Contains('{', StringComparison.Ordinal) ? Run(spec, depth - 1) : spec);
    }

    private static (string Name, char Conversion, string Spec) Split(string field)
    {
        var bracket = 0;
        for (var i = 0; i < field.Length; i++)
        {
            bracket += field[i] == '[' ? 1 : field[i] == ']' ? -1 : 0;
            if (bracket > 0)
            {
                continue;
            }

            if (field[i] == ':')
            {
                return (field[..i], '\0', field[(i + 1)..]);
            }

            if (field[i] != '!')
            {
                continue;
            }

            if (i + 1 >= field.Length)
            {
                throw JinjaException.Value("end of string while looking for conversion specifier");
            }

            var rest = field[(i + 2)..];
            return rest.Length == 0 || rest[0] == ':'
                ? (field[..i], field[i + 1], rest.Length == 0 ? rest : rest[1..])
                : throw JinjaException.Value("expected ':' after conversion specifier");
        }

        return (field, '\0', string.Empty);
    }

    private object? Lookup(string name)
    {
        var end = name.AsSpan().IndexOfAny('.', '[');
        var first = end < 0 ? name : name[..end];
        var value = First(first);
        var rest = end < 0 ? string.Empty : name[end..];
        while (rest.Length > 0)
        {
            if (rest[0] == '.')
            {
                var stop = rest.AsSpan(1).IndexOfAny('.', '[');
                var attribute = stop < 0 ? rest[1..] : rest[1..(stop + 1)];
                value = PyAttributes.IsUnsafe(value, attribute) ? Missing.Value : PyAttributes.Get(value, attribute);
                value = value is Missing ? throw PyAttributes.NoAttribute(value, attribute) : value;
                rest = stop < 0 ? string.Empty : rest[(stop + 1)..];
            }
            else
            {
                var close = rest.IndexOf(']', StringComparison.Ordinal);
                var key = close < 0 ? throw JinjaException.Value("Missing ']' in format string") : rest[1..close];
                value = Item(value, key);
                rest = rest[(close + 1)..];
            }
        }

        return value;
    }

    private static object? Item(object? value, string key)
    {
        object? index = key.Length > 0 && key.All(char.IsAsciiDigit) ? long.Parse(key, CultureInfo.InvariantCulture) : key;
        return value switch
        {
            string text => PyText.Item(text, index),
            PyObject pyObject => pyObject.GetItem(index),
            _ => throw JinjaException.Type($"'{PyText.TypeName(value)}' object is not subscriptable"),
        };
    }

    private object? First(string name)
    {
        var isNumber = name.Length > 0 && name.All(char.IsAsciiDigit);
        if (name.Length > 0 && !isNumber)
        {
            return mapping is not null ? mapping[name]
                : arguments.TryGetNamed(name, out var value) ? value : throw new JinjaException("KeyError", PyText.Quote(name));
        }

        if (manual is { } mode && mode != isNumber)
        {
            throw JinjaException.Value(isNumber
                ? "cannot switch from automatic field numbering to manual field specification"
                : "cannot switch from manual field specification to automatic field numbering");
        }

        manual = isNumber;
        if (mapping is not null)
        {
            throw JinjaException.Value("Format string contains positional fields");
        }

        var index = isNumber ? int.Parse(name, CultureInfo.InvariantCulture) : automatic++;
        return index < arguments.Positional.Length
            ? arguments.Positional[index]
            : throw new JinjaException("IndexError", $"Replacement index {index} out of range for positional args tuple");
    }

    public override string ToString() => format;
}
