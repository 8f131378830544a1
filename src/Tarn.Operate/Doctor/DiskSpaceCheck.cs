using Tarn.Project.Yaml;

namespace Tarn.Operate.Doctor;

/// <summary>Is there room on the disks of the warehouse and the private folder?</summary>
/// <param name="folders">Absolute; one that does not exist yet is judged by the folder above.</param>
/// <param name="warnBelow">Free space that makes a warning.</param>
/// <param name="failBelow">Free space that makes a failure.</param>
public sealed class DiskSpaceCheck(IReadOnlyList<string> folders, ByteSize warnBelow, ByteSize failBelow) : ICheck
{
    public string Id => "disk-space";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([.. folders.Select(Existing).Distinct(StringComparer.Ordinal).Select(Judge)]);

    Finding Judge(string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var state = free < failBelow.Bytes ? CheckState.Fail : free < warnBelow.Bytes ? CheckState.Warn : CheckState.Ok;
        return new Finding(Id, state, $"{FileSizes.Text(free)} free for {folder}",
            state == CheckState.Ok ? null : "Free some space or move the warehouse; `tarn doctor` names orphan files that take some.");
    }

    static string Existing(string folder)
    {
        while (!Directory.Exists(folder)) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
