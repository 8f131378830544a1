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

    /// <summary>The sign of <c>a - b</c> of two raw bounds, each of the type or of one that was promoted to it since.</summary>
    public static int Compare(IcebergType type, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => type.Kind switch
    {
        TypeKind.Int or TypeKind.Date when a.Length == 4 && b.Length == 4 => BinaryPrimitives.ReadInt32LittleEndian(a).CompareTo(BinaryPrimitives.ReadInt32LittleEndian(b)),
        TypeKind.Long or TypeKind.Time or TypeKind.Timestamp or TypeKind.Timestamptz or TypeKind.TimestampNs or TypeKind.TimestamptzNs when a.Length is 4 or 8 && b.Length is 4 or 8 =>
            SingleValueBinary.ReadLong(type.Kind, a).CompareTo(SingleValueBinary.ReadLong(type.Kind, b)),
        TypeKind.String or TypeKind.Binary or TypeKind.Fixed or TypeKind.Uuid => a.SequenceCompareTo(b),
        _ => ValueComparer.Instance.Compare(SingleValueBinary.Decode(type, a), SingleValueBinary.Decode(type, b)),
    };

    public static bool IsNaN(IcebergType type, ReadOnlySpan<byte> bound) => type.Kind switch
    {
        TypeKind.Float when bound.Length == 4 => float.IsNaN(BinaryPrimitives.ReadSingleLittleEndian(bound)),
        TypeKind.Double when bound.Length is 4 or 8 => double.IsNaN(SingleValueBinary.ReadDouble(bound)),
        _ => false,
    };
}
