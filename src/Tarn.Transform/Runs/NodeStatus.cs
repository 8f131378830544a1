namespace Tarn.Transform.Runs;

/// <summary>How a node ended, in dbt's words.</summary>
public enum NodeStatus
{
    Success,
    Error,
    Skipped,
    Pass,
    Warn,
    Fail,

    /// <summary>Some batches of a microbatch model failed.</summary>
    PartialSuccess,

    /// <summary>Nothing is to be done for it: an exposure or a saved query in a build.</summary>
    NoOp,
}
