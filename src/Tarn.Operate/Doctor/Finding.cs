using System.Collections.Immutable;

namespace Tarn.Operate.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Check">The check's id.</param>
/// <param name="State">How bad it is.</param>
/// <param name="What">One line.</param>
/// <param name="Fix">What to do; null where nothing is to be done.</param>
public sealed record Finding(string Check, CheckState State, string What, string? Fix)
{
    /// <summary>The objects concerned, one a line: files with their sizes, jobs, problems with their places.</summary>
    public ImmutableArray<string> Details { get; init; } = [];
}
