using System.Numerics;

namespace Tarn.Transform.Jinja.Python;

/// <summary>A complex number, which only the root of a negative number makes.</summary>
public sealed class PyComplex(Complex value) : PyObject
{
    public override string TypeName => "complex";

    public override bool IsTrue => value != Complex.Zero;

    public static PyComplex Power(double left, double right)
    {
        var length = Math.Pow(Math.Abs(left), right);
        var angle = Math.PI * right;
        return new PyComplex(new Complex(length * Math.Cos(angle), length * Math.Sin(angle)));
    }

    public override object? GetAttribute(string name) => name switch
    {
        "real" => value.Real,
        "imag" => value.Imaginary,
        _ => Missing.Value,
    };

    public override string Repr()
    {
        var imaginary = Part(value.Imaginary) + "j";
        return value.Real == 0 && !double.IsNegative(value.Real)
            ? imaginary
            : $"({Part(value.Real)}{(imaginary.StartsWith('-') ? string.Empty : "+")}{imaginary})";
    }

    private static string Part(double number)
    {
        var text = PyNumber.FloatRepr(number);
        return text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
    }
}
