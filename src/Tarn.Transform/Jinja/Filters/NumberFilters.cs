using System.Numerics;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Filters;

/// <summary>Filters on numbers.</summary>
internal static class NumberFilters
{
    public static void AddTo(FilterTable table)
    {
        table.Filters["abs"] = new NativeFunction("abs", a => Abs(a[0]), 1);
        table.Add("int", "do_int(value, default=0, base=10)", ToInt);
        table.Add("float", "do_float(value, default=0.0)", a => ToFloat(a[0]) ?? a[1]);
        table.Add("round", "do_round(value, precision=0, method='common')", Round);
        table.Add("filesizeformat", "do_filesizeformat(value, binary=False)", FileSize);
    }

    private static object? Abs(object? value) => value switch
    {
        double number => Math.Abs(number),
        long or bool or BigInteger => PyNumber.Normalize(BigInteger.Abs(PyNumber.ToBig(value))),
        PyObject pyObject when pyObject is not Undefined && pyObject.Operate("abs", null) is var result and not Missing => result,
        _ => throw JinjaException.Type($"bad operand type for abs(): '{PyText.TypeName(value)}'"),
    };

    private static object? ToInt(object?[] a)
    {
        var radix = PyNumber.TryIndex(a[2], out var number) ? (int)number : 10;
        object? value = a[0] switch
        {
            string text => radix is 0 or (>= 2 and <= 36) ? PyNumber.ParseInt(text, radix) : null,
            Markup markup => PyNumber.ParseInt(markup.Text, radix),
            long or BigInteger => a[0],
            bool => PyNumber.Normalize(PyNumber.ToBig(a[0]!)),
            double real when double.IsNaN(real) => null,
            double real when double.IsInfinity(real) => throw new JinjaException("OverflowError", "cannot convert float infinity to integer"),
            double real => PyNumber.Normalize(new BigInteger(Math.Truncate(real))),
            Undefined undefined => throw undefined.Error(),
            _ => null,
        };
        if (value is not null)
        {
            return value;
        }

        return ToFloat(a[0]) is double parsed && double.IsFinite(parsed) ? PyNumber.Normalize(new BigInteger(Math.Truncate(parsed))) : a[1];
    }

    private static object? ToFloat(object? value) => value switch
    {
        Undefined undefined => throw undefined.Error(),
        _ when PyText.IsText(value, out var text) => PyNumber.ParseFloat(text),
        _ when PyNumber.IsNumber(value) => PyNumber.ToDouble(value!),
        _ => null,
    };

    private static object? Round(object?[] a)
    {
        var method = a[2] as string;
        if (method is not ("common" or "ceil" or "floor"))
        {
            throw new JinjaException("FilterArgumentError", "method must be common, ceil or floor");
        }

        if (method == "common")
        {
            return Common(a[0], a[1]);
        }

        var power = PyOperators.Binary("**", 10L, a[1]);
        var scaled = PyOperators.Binary("*", a[0], power);
        var whole = scaled is double real
            ? double.IsFinite(real) ? PyNumber.Normalize(new BigInteger(method == "ceil" ? Math.Ceiling(real) : Math.Floor(real))) : throw NotFinite(real)
            : PyNumber.IsNumber(scaled) ? scaled : throw JinjaException.Type($"must be real number, not {PyText.TypeName(scaled)}");
        return PyOperators.Binary("/", whole, power);
    }

    private static JinjaException NotFinite(double value) => double.IsNaN(value)
        ? JinjaException.Value("cannot convert float NaN to integer")
        : new JinjaException("OverflowError", "cannot convert float infinity to integer");

    private static object Common(object? value, object? precision)
    {
        if (value is not (double or long or bool or BigInteger))
        {
            throw JinjaException.Type($"type {PyText.TypeName(value)} doesn't define __round__ method");
        }

        if (!PyNumber.TryIndex(precision, out var digits))
        {
            throw JinjaException.Type($"'{PyText.TypeName(precision)}' object cannot be interpreted as an integer");
        }

        if (value is double number)
        {
            return ExactDecimal.Round(number, (int)Math.Clamp(digits, -400, 400));
        }

        var integer = PyNumber.ToBig(value);
        if (digits >= 0)
        {
            return PyNumber.Normalize(integer);
        }

        var power = BigInteger.Pow(10, (int)Math.Min(-digits, 5000));
        return PyNumber.Normalize(ExactDecimal.RoundHalfEven(integer, power) * power);
    }

    private static string FileSize(object?[] a)
    {
        var bytes = ToFloat(a[0]) as double? ?? throw (PyText.IsText(a[0], out _)
            ? JinjaException.Value($"could not convert string to float: {PyText.Repr(a[0])}")
            : JinjaException.Type($"float() argument must be a string or a real number, not '{PyText.TypeName(a[0])}'"));
        var binary = PyIteration.IsTrue(a[1]);
        double radix = binary ? 1024 : 1000;
        if (bytes == 1)
        {
            return "1 Byte";
        }

        if (bytes < radix)
        {
            return $"{PyText.Repr(PyNumber.Normalize(new BigInteger(Math.Truncate(bytes))))} Bytes";
        }

        string[] prefixes = ["k", "M", "G", "T", "P", "E", "Z", "Y"];
        var index = 0;
        while (index < prefixes.Length - 1 && bytes >= Math.Pow(radix, index + 2))
        {
            index++;
        }

        var size = ExactDecimal.Fixed(radix * bytes / Math.Pow(radix, index + 2), 1);
        var prefix = binary ? prefixes[index].ToUpperInvariant() + "i" : prefixes[index];
        return $"{size} {prefix}B";
    }
}
