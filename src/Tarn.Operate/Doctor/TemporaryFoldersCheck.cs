using Tarn.Project.Processes;

namespace Tarn.Operate.Doctor;

/// <summary>Did dead processes leave spill and staging files?</summary>
/// <param name="folder"><c>.tarn/tmp</c>, with folders for each process, named by <see cref="ProcessIdentity.FolderName"/>.</param>
public sealed class TemporaryFoldersCheck(string folder) : ICheck
{
    public string Id => "temporary-folders";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var left = Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Where(path => !ProcessIdentity.IsFolderOfLiving(Path.GetFileName(path))).Select(path => (Path: path, Size: SizeOf(path))).ToList()
            : [];
        return Task.FromResult<IReadOnlyList<Finding>>(left.Count == 0
            ? [new Finding(Id, CheckState.Ok, "nothing left by dead processes", null)]
            : [new Finding(Id, CheckState.Warn, $"{left.Count} folders of processes that do not run on this machine hold {FileSizes.Text(left.Sum(entry => entry.Size))}", "Remove them, unless another machine or container works on this project.")
            {
                Details = [.. left.Select(entry => $"{entry.Path} ({FileSizes.Text(entry.Size)})")],
            }]);
    }

    static long SizeOf(string path) => new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
