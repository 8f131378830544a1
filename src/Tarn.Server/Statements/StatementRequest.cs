using Tarn.Security.Identity;

namespace Tarn.Server.Statements;

/// <summary>A statement that somebody sent.</summary>
/// <param name="Principal">On whose behalf it runs.</param>
/// <param name="Text">Exactly one statement.</param>
/// <param name="Cause">Where it came from: <c>api</c>, <c>ui</c>, <c>ui export</c>.</param>
/// <param name="Namespace">Where bare table names are looked up, dots between levels; null for the default.</param>
sealed record StatementRequest(Principal Principal, string Text, string Cause, string? Namespace = null)
{
    /// <summary>Read the past, where the text does not say which itself; null for the present.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>What it holds while it runs or waits; disposed before its end is told, so that who sees the end may ask for the next at once.</summary>
    public IDisposable? Place { get; init; }
}
