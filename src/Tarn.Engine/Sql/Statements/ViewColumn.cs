namespace Tarn.Engine.Sql.Statements;

internal sealed record ViewColumn(string Name, string? Comment);
