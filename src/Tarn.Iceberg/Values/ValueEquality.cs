using System.Collections.Immutable;

namespace Tarn.Iceberg.Values;

/// <summary>Equality of in-memory values: byte arrays by content, NaN equals NaN, -0.0 differs from 0.0 (they order differently too).</summary>
public static class ValueEquality
{
    public static bool AreEqual(object? a, object? b) => (a, b) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (byte[] x, byte[] y) => x.AsSpan().SequenceEqual(y),
        (double x, double y) => BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y) || (double.IsNaN(x) && double.IsNaN(y)),
        (float x, float y) => BitConverter.SingleToInt32Bits(x) == BitConverter.SingleToInt32Bits(y) || (float.IsNaN(x) && float.IsNaN(y)),
        _ => a.Equals(b),
    };

    public static bool AreEqual(ImmutableArray<object?> a, ImmutableArray<object?> b)
    {
        if (a.Length != b.Length) return false;
        for (var i = 0; i < a.Length; i++)
            if (!AreEqual(a[i], b[i])) return false;
        return true;
    }

    public static int Hash(object? value)
    {
        switch (value)
        {
            case null: return 0;
            case byte[] bytes:
                var hash = new HashCode();
                hash.AddBytes(bytes);
                return hash.ToHashCode();
            case double.NaN: return 1;
            case float.NaN: return 1;
            case double number: return BitConverter.DoubleToInt64Bits(number).GetHashCode();
            case float number: return BitConverter.SingleToInt32Bits(number);
            default: return value.GetHashCode();
        }
    }
}
