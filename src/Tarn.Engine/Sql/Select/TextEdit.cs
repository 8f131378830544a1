namespace Tarn.Engine.Sql.Select;

/// <summary>Replaces [Start, End) of the statement's text.</summary>
internal sealed record TextEdit(int Start, int End, string Replacement);
