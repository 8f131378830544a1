namespace Tarn.Transform.Runs;

/// <summary>A node's status as run_results.json writes it.</summary>
public static class RunStatus
{
    public static string Text(NodeStatus status) => status switch
    {
        NodeStatus.PartialSuccess => "partial success",
        NodeStatus.NoOp => "no-op",
        _ => status.ToString().ToLowerInvariant(),
    };
}
