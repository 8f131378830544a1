namespace Tarn.Engine.Sql.Statements;

/// <summary>What a MERGE takes rows from.</summary>
/// <param name="Text">The whole reference: a table with its time travel, a sub-query or a function, and its alias with column names.</param>
/// <param name="Table">The table's name alone where it is one.</param>
/// <param name="Called">The name by which its columns are qualified; null for a sub-query without alias.</param>
internal sealed record MergeSource(TextSlice Text, ObjectName? Table, string? Called);
