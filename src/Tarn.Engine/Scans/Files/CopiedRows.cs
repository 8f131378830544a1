using System.Collections.Immutable;

namespace Tarn.Engine.Scans.Files;

/// <summary>The rows of a file that is copied for the executor.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">A value for each column, in the form that <see cref="Native.ColumnWriter"/> takes.</param>
sealed record CopiedRows(ImmutableArray<CopiedColumn> Columns, IEnumerable<object?[]> Rows);
