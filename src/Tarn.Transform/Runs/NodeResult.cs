using Tarn.Transform.Graph;

namespace Tarn.Transform.Runs;

/// <summary>The result of one node.</summary>
public sealed record NodeResult(DbtNode Node, NodeStatus Status, string? Message, long? Failures, long? RowsAffected, TimeSpan Elapsed)
{
    /// <summary>Whether the command fails because of it, and children are skipped.</summary>
    public bool IsFailure => Status is NodeStatus.Error or NodeStatus.Fail;
}
