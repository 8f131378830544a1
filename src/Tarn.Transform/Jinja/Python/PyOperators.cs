using System.Numerics;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's arithmetic.</summary>
public static class PyOperators
{
    private const int MaxPowerBits = 4_000_000;

    public static object? Binary(string op, object? left, object? right)
    {
        if (left is long a && right is long b && Small(op, a, b) is { } small)
        {
            return small;
        }

        if (PyNumber.IsNumber(left) && PyNumber.IsNumber(right))
        {
            return left is double || right is double || op == "/"
                ? Float(op, left!, right!)
                : Integer(op, PyNumber.ToBig(left!), PyNumber.ToBig(right!));
        }

        return Other(op, left, right);
    }

    public static object? Unary(string op, object? value) => (op, value) switch
    {
        ("-", long and not long.MinValue) => -(long)value,
        ("-", bool or BigInteger or long) => PyNumber.Normalize(-PyNumber.ToBig(value)),
        ("-", double number) => -number,
        ("+", long or BigInteger or double) => value,
        ("+", bool) => PyNumber.Normalize(PyNumber.ToBig(value)),
        (_, Undefined undefined) => throw undefined.Error(),
        ("-", PyObject pyObject) when pyObject.Operate("neg", null) is var result and not Missing => result,
        _ => throw JinjaException.Type($"bad operand type for unary {op}: '{PyText.TypeName(value)}'"),
    };

    private static object? Small(string op, long left, long right)
    {
        long result;
        switch (op)
        {
            case "+":
                result = unchecked(left + right);
                return ((left ^ result) & (right ^ result)) < 0 ? null : result;
            case "-":
                result = unchecked(left - right);
                return ((left ^ right) & (left ^ result)) < 0 ? null : result;
            case "*":
                var high = Math.BigMul(left, right, out result);
                return (high == 0 && result >= 0) || (high == -1 && result < 0) ? result : null;
            default:
                return null;
        }
    }

    private static object Integer(string op, BigInteger left, BigInteger right)
    {
        switch (op)
        {
            case "+":
                return PyNumber.Normalize(left + right);
            case "-":
                return PyNumber.Normalize(left - right);
            case "*":
                return PyNumber.Normalize(left * right);
            case "//" or "%":
                if (right.IsZero)
                {
                    throw new JinjaException("ZeroDivisionError", op == "%" ? "integer modulo by zero" : "integer division or modulo by zero");
                }

                var quotient = BigInteger.DivRem(left, right, out var remainder);
                var adjust = !remainder.IsZero && (remainder.Sign < 0) != (right.Sign < 0);
                return PyNumber.Normalize(op == "%" ? (adjust ? remainder + right : remainder) : (adjust ? quotient - 1 : quotient));
            default:
                return Power(left, right);
        }
    }

    private static object Power(BigInteger left, BigInteger right)
    {
        if (right.Sign < 0)
        {
            return left.IsZero
                ? throw new JinjaException("ZeroDivisionError", "0.0 cannot be raised to a negative power")
                : Math.Pow(PyNumber.ToDouble(left), PyNumber.ToDouble(right));
        }

        return left.GetBitLength() * (decimal)right > MaxPowerBits && !left.IsOne && !left.IsZero
            ? throw new JinjaException("OverflowError", "the result of ** is too large")
            : PyNumber.Normalize(BigInteger.Pow(left, (int)BigInteger.Min(right, left.IsEven || left.IsOne ? MaxPowerBits : right)));
    }

    private static object Float(string op, object left, object right)
    {
        if (op == "/" && left is not double && right is not double)
        {
            return TrueDivide(PyNumber.ToBig(left), PyNumber.ToBig(right));
        }

        var a = PyNumber.ToDouble(left);
        var b = PyNumber.ToDouble(right);
        switch (op)
        {
            case "+":
                return a + b;
            case "-":
                return a - b;
            case "*":
                return a * b;
            case "/":
                return b == 0 ? throw new JinjaException("ZeroDivisionError", "float division by zero") : a / b;
            case "//":
                return b == 0 ? throw new JinjaException("ZeroDivisionError", "float floor division by zero") : FloorDivide(a, b).Quotient;
            case "%":
                return b == 0 ? throw new JinjaException("ZeroDivisionError", "float modulo") : FloorDivide(a, b).Remainder;
            default:
                return FloatPower(a, b);
        }
    }

    private static object FloatPower(double a, double b)
    {
        if (a == 0 && b < 0)
        {
            throw new JinjaException("ZeroDivisionError", "0.0 cannot be raised to a negative power");
        }

        if (a < 0 && b != Math.Floor(b) && !double.IsInfinity(a) && !double.IsInfinity(b))
        {
            return PyComplex.Power(a, b);
        }

        var result = Math.Pow(a, b);
        return double.IsInfinity(result) && !double.IsInfinity(a) && !double.IsInfinity(b)
            ? throw new JinjaException("OverflowError", "(34, 'Numerical result out of range')")
            : result;
    }

    private static (double Quotient, double Remainder) FloorDivide(double a, double b)
    {
        var remainder = a % b;
        var quotient = (a - remainder) / b;
        if (remainder != 0 && (b < 0) != (remainder < 0))
        {
            remainder += b;
            quotient -= 1;
        }
        else if (remainder == 0)
        {
            remainder = Math.CopySign(0.0, b);
        }

        if (quotient == 0)
        {
            return (Math.CopySign(0.0, a / b), remainder);
        }

        var floor = Math.Floor(quotient);
        return (quotient - floor > 0.5 ? floor + 1 : floor, remainder);
    }

    /// <summary>Correctly rounded also where both are beyond 2^53.</summary>
    private static double TrueDivide(BigInteger left, BigInteger right)
    {
        if (right.IsZero)
        {
            throw new JinjaException("ZeroDivisionError", "division by zero");
        }

        var exact = BigInteger.One << 53;
        if (BigInteger.Abs(left) <= exact && BigInteger.Abs(right) <= exact)
        {
            return (double)left / (double)right;
        }

        var shift = (int)(right.GetBitLength() - left.GetBitLength()) + 66;
        var numerator = BigInteger.Abs(left) << Math.Max(shift, 0);
        var denominator = BigInteger.Abs(right) << Math.Max(-shift, 0);
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        quotient = (quotient << 1) | (remainder.IsZero ? 0 : 1);
        var excess = (int)quotient.GetBitLength() - 53;
        var mantissa = ExactDecimal.RoundHalfEven(quotient, BigInteger.One << excess);
        var result = Math.ScaleB((double)mantissa, excess - shift - 1);
        return double.IsInfinity(result)
            ? throw new JinjaException("OverflowError", "integer division result too large for a float")
            : (left.Sign < 0) != (right.Sign < 0) ? -result : result;
    }

    private static object? Other(string op, object? left, object? right)
    {
        if (left is string text)
        {
            var result = Text(op, text, right);
            if (result is not Missing)
            {
                return result;
            }
        }

        if (left is PyObject leftObject && leftObject.Operate(op, right) is var own and not Missing)
        {
            return own;
        }

        if (right is PyObject rightObject && rightObject.OperateReflected(op, left) is var reflected and not Missing)
        {
            return reflected;
        }

        if (op == "*" && right is string repeated && PyNumber.TryIndex(left, out var count))
        {
            return PyText.Repeat(repeated, count);
        }

        if (op == "*" && right is string or PyList or PyTuple)
        {
            throw JinjaException.Type($"can't multiply sequence by non-int of type '{PyText.TypeName(left)}'");
        }

        var name = op == "**" ? "** or pow()" : op;
        throw JinjaException.Type($"unsupported operand type(s) for {name}: '{PyText.TypeName(left)}' and '{PyText.TypeName(right)}'");
    }

    private static object? Text(string op, string left, object? right) => (op, right) switch
    {
        ("+", string text) => left + text,
        ("+", Markup or Undefined) => Missing.Value,
        ("+", _) => throw JinjaException.Type($"can only concatenate str (not \"{PyText.TypeName(right)}\") to str"),
        ("*", _) when PyNumber.TryIndex(right, out var count) => PyText.Repeat(left, count),
        ("*", not Undefined) => throw JinjaException.Type($"can't multiply sequence by non-int of type '{PyText.TypeName(right)}'"),
        ("%", _) => PercentFormat.Format(left, right, PyText.Str),
        _ => Missing.Value,
    };
}
