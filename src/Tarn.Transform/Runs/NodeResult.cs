using Tarn.Transform.Graph;

namespace Tarn.Transform.Runs;

/// <summary>The result of one node.</summary>
public sealed record NodeResult(DbtNode Node, NodeStatus Status, string? Message, long? Failures, long? RowsAffected, TimeSpan Elapsed)
{
    /// <summary>When its work began; what others committed later it has not seen. Null where it did not run.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>Of a microbatch model.</summary>
    public BatchResults? Batches { get; init; }

    /// <summary>Whether the command fails because of it, and children are skipped.</summary>
    public bool IsFailure => Status is NodeStatus.Error or NodeStatus.Fail or NodeStatus.PartialSuccess;
}
