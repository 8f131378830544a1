namespace Tarn.Server.Problems;

/// <summary>What a problem is about.</summary>
/// <param name="Object">The table, file, setting or user concerned.</param>
/// <param name="Position">The place in the text that was sent.</param>
/// <param name="Source">The original words of the component that failed, where the detail does not hold them.</param>
public sealed record ProblemCause(string? Object = null, ProblemPosition? Position = null, string? Source = null);

/// <summary>A place in the text that was sent: <paramref name="Offset"/> in UTF-16 units from 0, line and column from 1.</summary>
public sealed record ProblemPosition(int Offset, int Line, int Column, int? Length = null);

/// <summary>Something to do about a problem: one of a path of the UI, a command line or a text for the editor.</summary>
public sealed record ProblemAction(string Label, string? Href = null, string? Command = null, string? Sql = null);
