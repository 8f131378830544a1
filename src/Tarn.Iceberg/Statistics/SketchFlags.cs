namespace Tarn.Iceberg.Statistics;

/// <summary>Byte 5 of a serialized <see cref="ThetaSketch"/>.</summary>
[Flags]
internal enum SketchFlags : byte
{
    None = 0,
    BigEndian = 1,
    ReadOnly = 2,
    Empty = 4,
    Compact = 8,
    Ordered = 16,
    SingleItem = 32,
}
