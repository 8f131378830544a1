using Tarn.Engine.Native;

namespace Tarn.Engine.Results;

/// <summary>A column of an answer. Names need not be distinct.</summary>
public sealed record ResultColumn(string Name, LogicalType Type);
