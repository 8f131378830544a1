using System.Text.Json;
using Tarn.Operate.Processes;

namespace Tarn.Operate.Doctor;

/// <summary>Does <c>.tarn/server.json</c> tell of a server that still runs?</summary>
/// <param name="path">The file, whose member <c>pid</c> names the process.</param>
public sealed class ServerFileCheck(string path) : ICheck
{
    public string Id => "server";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return [new Finding(Id, CheckState.Ok, "no server runs", null)];
        if (await ProcessIdAsync(cancellationToken).ConfigureAwait(false) is not { } processId)
            return [new Finding(Id, CheckState.Warn, $"{path} names no process", $"Remove {path}; `tarn up` writes a new one.")];
        return ProcessIdentity.Exists(processId)
            ? [new Finding(Id, CheckState.Ok, $"runs as process {processId}", null)]
            : [new Finding(Id, CheckState.Warn, $"process {processId} of {path} has ended without removing the file", "Run `tarn up`, which replaces it, or remove it.")];
    }

    async Task<int?> ProcessIdAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("pid", out var pid) && pid.TryGetInt32(out var number) ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
