using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Statements;

/// <summary>What stands around a DELETE, UPDATE or MERGE: the WITH before it, and <c>OPTIONS ('isolation-level' = 'snapshot', 'mode' = 'merge-on-read')</c> behind it.</summary>
/// <param name="With">The whole WITH clause; null for none.</param>
/// <param name="Values">The options by name.</param>
/// <param name="Offset">Where the options stand.</param>
internal sealed record DmlOptions(TextSlice? With, ImmutableSortedDictionary<string, string> Values, int Offset);
