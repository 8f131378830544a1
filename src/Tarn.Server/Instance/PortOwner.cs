using System.Globalization;

namespace Tarn.Server.Instance;

/// <summary>Finds who listens on a TCP port, to name it in the error; Linux only, and only processes that we may look at.</summary>
/// <remarks>proc(5): <c>/proc/net/tcp</c> lists sockets with state and inode, <c>/proc/*/fd</c> links inodes to processes.</remarks>
static class PortOwner
{
    const string Listening = "0A";

    /// <summary>The process id of the listener, or null when it cannot be told.</summary>
    public static int? FindPid(int port)
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            var sockets = new HashSet<string>(Inodes("/proc/net/tcp", port).Concat(Inodes("/proc/net/tcp6", port)).Select(inode => $"socket:[{inode}]"));
            return sockets.Count == 0 ? null : Pids().Cast<int?>().FirstOrDefault(pid => Holds(pid!.Value, sockets));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The program's name, for the error only.</summary>
    public static string? ProgramOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static IEnumerable<string> Inodes(string table, int port)
    {
        if (!File.Exists(table)) yield break;
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var line in File.ReadLines(table).Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 9 && fields[1].EndsWith(suffix, StringComparison.Ordinal) && fields[3] == Listening) yield return fields[9];
        }
    }

    static IEnumerable<int> Pids() =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        select int.Parse(name, CultureInfo.InvariantCulture);

    static bool Holds(int pid, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{pid}/fd").Any(descriptor => TargetOf(descriptor) is { } target && sockets.Contains(target));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Descriptors come and go while they are listed.</summary>
    static string? TargetOf(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
