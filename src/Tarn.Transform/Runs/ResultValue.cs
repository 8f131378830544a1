using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;

namespace Tarn.Transform.Runs;

/// <summary>A node's result as <c>on-run-end</c> hooks see it in <c>results</c>.</summary>
internal static class ResultValue
{
    public static PyDict Of(NodeResult result) => new(new Dictionary<string, object?>
    {
        ["status"] = RunStatus.Text(result.Status),
        ["node"] = NodeValue.Of(result.Node),
        ["unique_id"] = result.Node.UniqueId,
        ["message"] = result.Message,
        ["failures"] = result.Failures,
        ["execution_time"] = result.Elapsed.TotalSeconds,
        ["thread_id"] = "Thread-1 (worker)",
        ["timing"] = new PyList(),
        ["adapter_response"] = result.RowsAffected is { } rows ? new PyDict(new Dictionary<string, object?> { ["rows_affected"] = rows }) : new PyDict(),
    });
}
