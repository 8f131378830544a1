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
}
