using Tarn.Transform.Runs;

namespace Tarn.Transform;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">0 success (also with warnings), 1 node failures, 2 usage, parse and compile errors.</param>
/// <param name="Results">In the order in which nodes ended.</param>
/// <param name="Failure">Why the exit code is not 0; the console has said it.</param>
public sealed record DbtOutcome(int ExitCode, IReadOnlyList<NodeResult> Results, DbtException? Failure = null)
{
    /// <summary>Whether a cancellation ended it: what had ended stands, the rest was skipped.</summary>
    public bool IsCancelled { get; init; }
}
