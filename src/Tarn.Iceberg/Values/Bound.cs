using System.Buffers.Binary;
using System.Text;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Values;

/// <summary>Compares a raw bound with a literal of the same type without decoding it to an object: planning does this millions of times.</summary>
internal static class Bound
{
    /// <summary>The sign of <c>bound - literal</c>, in <see cref="ValueComparer"/>'s order.</summary>
    public static int Compare(IcebergType type, ReadOnlySpan<byte> bound, object literal)
    {
        switch (literal)
        {
            case int number when bound.Length == 4:
                return BinaryPrimitives.ReadInt32LittleEndian(bound).CompareTo(number);
            case long number when bound.Length is 4 or 8:
                return SingleValueBinary.ReadLong(type.Kind, bound).CompareTo(number);
            case double number when bound.Length is 4 or 8:
                return ValueComparer.CompareDoubles(SingleValueBinary.ReadDouble(bound), number);
            case byte[] bytes:
                return bound.SequenceCompareTo(bytes);
            case string text when text.Length <= 128:
                Span<byte> utf8 = stackalloc byte[text.Length * 3];
                return bound.SequenceCompareTo(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
            case Guid uuid when bound.Length == 16:
                Span<byte> sixteen = stackalloc byte[16];
                _ = uuid.TryWriteBytes(sixteen, bigEndian: true, out _);
                return bound.SequenceCompareTo(sixteen);
            default:
                return ValueComparer.Instance.Compare(SingleValueBinary.Decode(type, bound), literal);
        }
    }

    public static bool IsNaN(IcebergType type, ReadOnlySpan<byte> bound) => type.Kind switch
    {
        TypeKind.Float when bound.Length == 4 => float.IsNaN(BinaryPrimitives.ReadSingleLittleEndian(bound)),
        TypeKind.Double when bound.Length is 4 or 8 => double.IsNaN(SingleValueBinary.ReadDouble(bound)),
        _ => false,
    };
}
