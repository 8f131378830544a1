namespace Tarn.Engine.Native;

/// <summary>A named part of a nested type.</summary>
public readonly record struct TypeField(string Name, LogicalType Type);
