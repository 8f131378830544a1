using System.Numerics;

namespace Tarn.Engine.Sql.Select;

/// <summary>A constant of a condition as the executor's parser read it, with the type that it gave it.</summary>
internal abstract record FilterConstant
{
    /// <summary>An integer or decimal: <paramref name="Unscaled"/> · 10^-<paramref name="Scale"/>.</summary>
    public sealed record Exact(BigInteger Unscaled, int Scale) : FilterConstant;

    public sealed record Floating(double Value) : FilterConstant;

    /// <summary>A string, with the type that it was cast to (DATE, TIMESTAMP, TIMESTAMP WITH TIME ZONE) or null for none.</summary>
    public sealed record Text(string Value, string? CastTo) : FilterConstant;

    public sealed record Parameter(string Name) : FilterConstant;
}
