using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Select;

/// <summary>What reading a query once gave: it passed the gate, and this is where its tables are. Depends on the text, its dialect, the default namespace and the catalog's names only.</summary>
/// <param name="Text">The text to be spliced: offsets are those of the statement, everything outside the query and every time-travel clause is blank.</param>
/// <param name="Tables">Its table references in the order of the text.</param>
/// <param name="Edits">Qualified column names that must be rewritten, since a sub-query has no namespace.</param>
/// <param name="Parameters">Names of the parameters outside time-travel clauses.</param>
/// <param name="Stars">The stars of select lists that have a table of metadata columns to hide.</param>
/// <param name="Names">All parts of column names in it, as they are written.</param>
/// <param name="ProjectsStar">Whether its columns follow those of its tables: a star stands in its outermost select list.</param>
internal sealed record QueryAnalysis(
    string Text, ImmutableArray<TableReference> Tables, ImmutableArray<TextEdit> Edits, ImmutableArray<string> Parameters, ImmutableArray<StarReference> Stars,
    IReadOnlySet<string> Names, bool ProjectsStar);
