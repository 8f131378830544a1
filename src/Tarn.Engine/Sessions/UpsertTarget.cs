using System.Collections.Immutable;

namespace Tarn.Engine.Sessions;

/// <summary>Where the rows of an upsert go.</summary>
/// <param name="Table">The parts of the table's name, as SQL would separate them by dots.</param>
/// <param name="Keys">The columns that identify a row; null equals null.</param>
/// <param name="KeepRepeatedKeys">Keep all rows of a key that comes more than once in the query, instead of refusing them.</param>
public sealed record UpsertTarget(ImmutableArray<string> Table, ImmutableArray<string> Keys, bool KeepRepeatedKeys = false);
