namespace Tarn.Ingest.Quarantine;

/// <summary>A row that was not loaded, and why.</summary>
/// <param name="File">The source file's name.</param>
/// <param name="Line">Where the row begins, from 1.</param>
/// <param name="Column">The column whose value does not fit; null where the row as a whole is broken.</param>
/// <param name="Reason">What is wrong, for a person.</param>
/// <param name="Raw">The row's own text, at most <see cref="MaxRawCharacters"/> of it.</param>
sealed record BadRow(string File, long Line, string? Column, string Reason, string Raw)
{
    public const int MaxRawCharacters = 10_000;
}
