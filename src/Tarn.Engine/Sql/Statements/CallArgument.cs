namespace Tarn.Engine.Sql.Statements;

/// <summary>An argument of CALL: a constant, by name or (with <paramref name="Name"/> null) by position.</summary>
internal sealed record CallArgument(string? Name, object? Value, int Offset);
