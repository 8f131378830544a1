namespace Tarn.Engine.Sql.Statements;

/// <summary>A part [<paramref name="Start"/>, <paramref name="End"/>) of the statement's text: a query inside one of our own statements.</summary>
internal readonly record struct TextSlice(int Start, int End);
