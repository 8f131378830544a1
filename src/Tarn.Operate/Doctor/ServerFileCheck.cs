namespace Tarn.Operate.Doctor;

/// <summary>Does <c>.tarn/server.json</c> tell of a server that still runs?</summary>
/// <param name="path">The file.</param>
/// <param name="runningProcess">The number of the process that holds the project's lock; 0 when it cannot be told, null when none holds it. The file alone proves nothing: its process may have died, and another may have its number.</param>
public sealed class ServerFileCheck(string path, Func<int?> runningProcess) : ICheck
{
    public string Id => "server";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>([Find()]);

    Finding Find()
    {
        if (runningProcess() is { } processId) return new Finding(Id, CheckState.Ok, processId > 0 ? $"runs as process {processId}" : "runs", null);
        return File.Exists(path)
            ? new Finding(Id, CheckState.Warn, $"the server of {path} has ended without removing the file", "Run `tarn up`, which replaces it, or remove it.")
            : new Finding(Id, CheckState.Ok, "no server runs", null);
    }
}
