using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tarn.Iceberg.Expressions;

namespace Tarn.Iceberg.Manifests.Columns;

/// <summary>Compares all bounds of a manifest with a number in one loop. The answers are those of <see cref="RangeTest.MayMatch"/>.</summary>
internal static class NumberBounds
{
    /// <returns>False, with nothing decided, where the bounds are not numbers of this length or the operator needs more than bounds.</returns>
    public static bool TryCompare<T>(PredicateOperator op, T literal, BoundColumn lowerBounds, BoundColumn upperBounds, Span<bool> result)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        if (!BitConverter.IsLittleEndian) return false;
        var lower = MemoryMarshal.Cast<byte, T>(lowerBounds.OfWidth(Unsafe.SizeOf<T>()));
        var upper = MemoryMarshal.Cast<byte, T>(upperBounds.OfWidth(Unsafe.SizeOf<T>()));
        if (lower.Length != result.Length || upper.Length != result.Length) return false;
        switch (op)
        {
            case PredicateOperator.Lt:
                for (var i = 0; i < result.Length; i++) result[i] = lower[i] < literal;
                return true;
            case PredicateOperator.LtEq:
                for (var i = 0; i < result.Length; i++) result[i] = lower[i] <= literal;
                return true;
            case PredicateOperator.Gt:
                for (var i = 0; i < result.Length; i++) result[i] = upper[i] > literal;
                return true;
            case PredicateOperator.GtEq:
                for (var i = 0; i < result.Length; i++) result[i] = upper[i] >= literal;
                return true;
            case PredicateOperator.Eq:
                for (var i = 0; i < result.Length; i++) result[i] = lower[i] <= literal && literal <= upper[i];
                return true;
            default:
                return false;
        }
    }
}
