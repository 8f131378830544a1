using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Select;

/// <summary>A column reference (or the qualifier of a star) with more than one part, and the scope in which it stands.</summary>
internal sealed record ColumnName(ImmutableArray<string> Parts, int Start, bool IsStar, FromScope Scope);
