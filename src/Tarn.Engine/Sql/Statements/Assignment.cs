using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Statements;

/// <summary><c>column = expression</c>, or <c>column.field = expression</c>.</summary>
/// <param name="Path">The left side as written; it may begin with what the statement calls the table.</param>
/// <param name="Offset">Where it stands.</param>
/// <param name="Value">The expression; null for DEFAULT.</param>
internal sealed record Assignment(ImmutableArray<string> Path, int Offset, TextSlice? Value);
