using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tarn.Project.Processes;

/// <summary>One process among all hosts and times, so that a dead one is told from another that got its number.</summary>
/// <param name="Host">The machine's or container's name.</param>
/// <param name="ProcessId">The operating system's number.</param>
/// <param name="Start">When it started, in a form that only equals itself: boot and clock ticks.</param>
public sealed record ProcessIdentity(string Host, int ProcessId, string Start)
{
    static readonly Lazy<ProcessIdentity> OfThis = new(() => Find(Environment.ProcessId) ?? new ProcessIdentity(Environment.MachineName, Environment.ProcessId, "?"));

    public static ProcessIdentity Current => OfThis.Value;

    /// <summary>Whether it runs still; null for a process of another host, which cannot be seen from here.</summary>
    public bool? IsAlive => Host == Environment.MachineName ? StartOf(ProcessId) == Start : null;

    /// <summary>A name that no process had before, for folders of its own: <c>812-8f3a01bc</c>, its number and a hash of the whole identity. What follows another hyphen is free: <c>812-8f3a01bc-results</c>.</summary>
    public string FolderName => string.Create(CultureInfo.InvariantCulture, $"{ProcessId}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Host}/{Start}")).AsSpan(0, 4))}");

    /// <summary>Whether a folder with this name is of a process that runs on this host.</summary>
    public static bool IsFolderOfLiving(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return int.TryParse(name.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            && Find(processId)?.FolderName is { } folder
            && (name == folder || name.StartsWith(folder + "-", StringComparison.Ordinal));
    }

    /// <summary>The process of this host that has the number; null when none has it.</summary>
    public static ProcessIdentity? Find(int processId) => StartOf(processId) is { } start ? new(Environment.MachineName, processId, start) : null;

    public override string ToString() => $"process {ProcessId} on {Host}";

    static string? StartOf(int processId) => OperatingSystem.IsLinux() ? LinuxStartOf(processId) : PortableStartOf(processId);

    /// <remarks>
    /// proc(5): the command name, which may hold anything, ends at the last parenthesis; the start in clock ticks since boot is field 22, the state field 3.
    /// A zombie is dead: nothing of it will run again.
    /// </remarks>
    static string? LinuxStartOf(int processId)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}/{fields[19]}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    static string? PortableStartOf(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.StartTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
