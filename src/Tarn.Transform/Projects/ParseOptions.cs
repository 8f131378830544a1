using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Rendering;

namespace Tarn.Transform.Projects;

/// <summary>What a project is parsed with.</summary>
/// <param name="Folder">The root project.</param>
/// <param name="Variables">From the command line.</param>
/// <param name="EnvironmentVariables">All of the process.</param>
/// <param name="TargetName">Name of the target.</param>
/// <param name="Database">Catalog that relations are in.</param>
/// <param name="Schema">Default namespace.</param>
/// <param name="Threads">Nodes that run at once.</param>
/// <param name="Flags">dbt's flags, such as FULL_REFRESH and WHICH.</param>
/// <param name="Log">Takes what templates print.</param>
/// <param name="Time">The clock.</param>
public sealed record ParseOptions(
    string Folder,
    PyDict Variables,
    IReadOnlyDictionary<string, string> EnvironmentVariables,
    string TargetName,
    string Database,
    string Schema,
    int Threads,
    PyDict Flags,
    RenderLog Log,
    TimeProvider Time)
{
    public PyDict Target(string profile) => new(new Dictionary<string, object?>
    {
        ["name"] = TargetName, ["schema"] = Schema, ["database"] = Database, ["type"] = MacroLibrary.Adapter, ["threads"] = (long)Threads,
        ["profile_name"] = profile, ["target_name"] = TargetName,
    });
}
