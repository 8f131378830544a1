using Tarn.Engine.Native;
using Tarn.Engine.Results.Variants;

namespace Tarn.Engine.Scans.Variants;

/// <summary>A variant as its file has it: small, and put together when a scan comes by.</summary>
/// <param name="Type">The type of the group that it is stored in.</param>
/// <param name="Group">The group's values.</param>
sealed record StoredVariant(LogicalType Type, object?[] Group)
{
    const int EntryBytes = 96;
    const int ObjectBytes = 24;

    public VariantValue Value => ShreddedVariants.Read(Type, Group);

    /// <summary>About what it takes in memory.</summary>
    public long SizeBytes { get; } = EntryBytes + Bytes(Group);

    static long Bytes(object? value) => value switch
    {
        null => sizeof(long),
        byte[] v => ObjectBytes + v.Length,
        string v => ObjectBytes + (v.Length * sizeof(char)),
        object?[] v => ObjectBytes + v.Sum(Bytes),
        _ => ObjectBytes + sizeof(long),
    };
}
