using System.Globalization;
using Tarn.Operate.Processes;

namespace Tarn.Operate.Doctor;

/// <summary>Did dead processes leave spill and staging files?</summary>
/// <param name="folder"><c>.tarn/tmp</c>, with folders for each process, whose names begin with its number: <c>812</c>, <c>812-results</c>.</param>
public sealed class TemporaryFoldersCheck(string folder) : ICheck
{
    public string Id => "temporary-folders";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var left = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Where(IsOfDeadProcess).Select(path => (Path: path, Size: SizeOf(path))).ToList() : [];
        return Task.FromResult<IReadOnlyList<Finding>>(left.Count == 0
            ? [new Finding(Id, CheckState.Ok, "nothing left by dead processes", null)]
            : [new Finding(Id, CheckState.Warn, $"{left.Count} folders of dead processes hold {FileSizes.Text(left.Sum(entry => entry.Size))}", "Remove them.")
            {
                Details = [.. left.Select(entry => $"{entry.Path} ({FileSizes.Text(entry.Size)})")],
            }]);
    }

    static bool IsOfDeadProcess(string path) =>
        int.TryParse(Path.GetFileName(path).Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var processId) && !ProcessIdentity.Exists(processId);

    static long SizeOf(string path) => new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
