using System.Collections;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Values;

/// <summary>The order of in-memory values of one primitive type; null comes first.</summary>
/// <remarks>
/// Floats order as the specification's "Sorting" says: -0.0 before 0.0, NaN after everything. Strings and bytes order by unsigned bytes of
/// UTF-8. The specification names no order for uuids; they order by unsigned bytes, which is how file formats compute their bounds.
/// </remarks>
public sealed class ValueComparer : IComparer<object?>, IEqualityComparer<object?>, IComparer
{
    public static ValueComparer Instance { get; } = new();

    public int Compare(object? x, object? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (int a, int b) => a.CompareTo(b),
        (long a, long b) => a.CompareTo(b),
        (string a, string b) => CompareText(a, b),
        (float a, float b) => CompareFloats(a, b),
        (double a, double b) => CompareDoubles(a, b),
        (bool a, bool b) => a.CompareTo(b),
        // One side of a promotion each.
        (int a, long b) => ((long)a).CompareTo(b),
        (long a, int b) => a.CompareTo(b),
        (float a, double b) => CompareDoubles(a, b),
        (double a, float b) => CompareDoubles(a, b),
        (IcebergDecimal a, IcebergDecimal b) => a.CompareTo(b),
        (Guid a, Guid b) => CompareUuids(a, b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        _ => throw IcebergException.Invalid($"No order between a {x.GetType().Name} and a {y.GetType().Name}"),
    };

    int IComparer.Compare(object? x, object? y) => Compare(x, y);

    public new bool Equals(object? x, object? y) => ValueEquality.AreEqual(x, y);

    public int GetHashCode(object? obj) => ValueEquality.Hash(obj);

    /// <summary>True for the kinds whose values have an order that bounds may use.</summary>
    public static bool IsOrdered(IcebergType type) =>
        type is PrimitiveType and not (GeometryType or GeographyType) && type.Kind is not TypeKind.Unknown;

    internal static int CompareDoubles(double a, double b)
    {
        if (a < b) return -1;
        if (a > b) return 1;
        if (a == b && a != 0) return 0;
        if (double.IsNaN(a)) return double.IsNaN(b) ? 0 : 1;
        if (double.IsNaN(b)) return -1;
        return double.IsNegative(b).CompareTo(double.IsNegative(a));
    }

    internal static int CompareFloats(float a, float b) => CompareDoubles(a, b);

    internal static int CompareUuids(Guid a, Guid b)
    {
        Span<byte> left = stackalloc byte[16], right = stackalloc byte[16];
        _ = a.TryWriteBytes(left, bigEndian: true, out _);
        _ = b.TryWriteBytes(right, bigEndian: true, out _);
        return left.SequenceCompareTo(right);
    }

    /// <summary>By code points, which is the order of UTF-8 bytes; UTF-16 order differs where surrogates meet U+E000 and above.</summary>
    internal static int CompareText(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        var common = a.AsSpan(0, length).CommonPrefixLength(b.AsSpan(0, length));
        if (common == length) return a.Length.CompareTo(b.Length);
        char x = a[common], y = b[common];
        return char.IsSurrogate(x) == char.IsSurrogate(y) ? x.CompareTo(y) : char.IsSurrogate(x).CompareTo(char.IsSurrogate(y));
    }
}
