namespace Tarn.Engine.Sql.Select;

/// <summary>A <c>*</c> or <c>t.*</c> of a select list, which stands for a table's own columns and must leave out the metadata columns that the query names besides.</summary>
/// <param name="Start">Where it starts: at the star, or at the table's name before it.</param>
/// <param name="Relation">The table's name before it; null without.</param>
/// <param name="Scope">The FROM that it looks at.</param>
internal sealed record StarReference(int Start, string? Relation, FromScope Scope);
