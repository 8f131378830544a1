namespace Tarn.Engine.Scans;

/// <summary>What a <see cref="PhysicalField"/> is.</summary>
enum PhysicalKind
{
    Primitive,
    Struct,
    List,
    Map,
}
