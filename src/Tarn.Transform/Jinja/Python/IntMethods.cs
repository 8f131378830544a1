using System.Numerics;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Attributes of int and bool.</summary>
internal static class IntMethods
{
    public static readonly MethodTable Table = new("int")
    {
        { "bit_length", 0, 0, (s, _) => (long)BigInteger.Abs(PyNumber.ToBig(s!)).GetBitLength() },
        { "bit_count", 0, 0, (s, _) => (long)BigInteger.Abs(PyNumber.ToBig(s!)).ToByteArray().Sum(b => BitOperations.PopCount(b)) },
        { "conjugate", 0, 0, (s, _) => PyNumber.Normalize(PyNumber.ToBig(s!)) },
        { "as_integer_ratio", 0, 0, (s, _) => new PyTuple([PyNumber.Normalize(PyNumber.ToBig(s!)), 1L]) },
        { "to_bytes(length=1, byteorder='big')", (s, a) => ToBytes(PyNumber.ToBig(s!), (int)(long)a[0]!, (string)a[1]!) },
    };

    static IntMethods()
    {
        Table.AddProperty("real", s => PyNumber.Normalize(PyNumber.ToBig(s!)));
        Table.AddProperty("numerator", s => PyNumber.Normalize(PyNumber.ToBig(s!)));
        Table.AddProperty("imag", _ => 0L);
        Table.AddProperty("denominator", _ => 1L);
    }

    private static PyBytes ToBytes(BigInteger value, int length, string order)
    {
        var bytes = value.ToByteArray(isUnsigned: true);
        if (bytes.Length > length)
        {
            throw new JinjaException("OverflowError", "int too big to convert");
        }

        Array.Resize(ref bytes, length);
        return new PyBytes(order == "big" ? bytes.Reverse().ToArray() : bytes);
    }
}
