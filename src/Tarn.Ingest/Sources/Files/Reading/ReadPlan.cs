using System.Collections.Immutable;
using Tarn.Ingest.Quarantine;

namespace Tarn.Ingest.Sources.Files.Reading;

/// <summary>How the executor reads a stream's files: data, decided before anything is loaded.</summary>
/// <param name="Sql">A SELECT whose columns are the source's, and <see cref="FileColumn"/>.</param>
/// <param name="Columns">Name and executor type of the source's columns, in the source's order.</param>
/// <param name="BadRows">Rows that the plan leaves out; they go to quarantine.</param>
/// <param name="IsStrict">The SQL fails on a value that does not fit, instead of the plan having looked at each: the files may still have to be inspected.</param>
sealed record ReadPlan(string Sql, ImmutableArray<SourceColumn> Columns, ImmutableArray<BadRow> BadRows, bool IsStrict)
{
    /// <summary>The source file's name, beside the source's own columns.</summary>
    public const string FileColumn = "_tarn_file";
}

/// <summary>A column as a plan reads it.</summary>
/// <param name="Name">As the source names it.</param>
/// <param name="SqlType">The executor's name of its type.</param>
sealed record SourceColumn(string Name, string SqlType);
