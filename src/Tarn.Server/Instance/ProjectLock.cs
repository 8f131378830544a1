using System.Text.Json;
using Tarn.Project;
using Tarn.Server.Problems;

namespace Tarn.Server.Instance;

/// <summary>
/// The right to serve a project folder: an advisory lock on <c>.tarn/server.lock</c>, with <c>.tarn/server.json</c> saying who holds it.
/// </summary>
/// <remarks>The kernel gives the lock back when the process ends, however it ends; a stale server.json without the lock means nothing.</remarks>
public sealed class ProjectLock : IDisposable
{
    readonly FileStream _lock;
    readonly string _statePath;
    readonly DateTimeOffset _since;

    ProjectLock(FileStream held, string statePath, DateTimeOffset since)
    {
        _lock = held;
        _statePath = statePath;
        _since = since;
    }

    /// <summary>Takes the folder, or says who has it.</summary>
    /// <param name="stateFolder">The project's <c>.tarn</c> folder; created if it is not there.</param>
    /// <param name="time">For <c>startedAt</c>.</param>
    /// <exception cref="ServerException"><see cref="ProblemKind.Conflict"/>: another server holds it (its process and port are named).</exception>
    public static ProjectLock Take(string stateFolder, TimeProvider time)
    {
        Directory.CreateDirectory(stateFolder);
        if (TryOpen(stateFolder, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None) is not { } held) throw AlreadyServed(stateFolder);
        var taken = new ProjectLock(held, Path.Combine(stateFolder, "server.json"), time.GetUtcNow());
        taken.Write(port: 0, address: "");
        return taken;
    }

    /// <summary>The server that serves this folder now; null when there is none.</summary>
    public static RunningServer? Find(string stateFolder)
    {
        if (!File.Exists(Path.Combine(stateFolder, "server.lock"))) return null;
        using var free = TryShare(stateFolder);
        return free is null ? ReadState(stateFolder) : null;
    }

    /// <summary>Says where the server answers, once it does.</summary>
    internal void Publish(int port, string address) => Write(port, address);

    public void Dispose()
    {
        File.Delete(_statePath);
        _lock.Dispose();
    }

    void Write(int port, string address)
    {
        var state = new RunningServer(Environment.ProcessId, port, address, _since, TarnVersion.Text);
        WholeFile.Write(_statePath, JsonSerializer.SerializeToUtf8Bytes(state, InstanceJson.Default.RunningServer));
    }

    /// <summary>Looks whether somebody holds it, without keeping others that look from doing so, and without writing.</summary>
    static FileStream? TryShare(string stateFolder) => TryOpen(stateFolder, FileMode.Open, FileAccess.Read, FileShare.Read);

    static FileStream? TryOpen(string stateFolder, FileMode mode, FileAccess access, FileShare share)
    {
        try
        {
            // On Unix FileShare.None is flock(LOCK_EX | LOCK_NB), FileShare.Read flock(LOCK_SH | LOCK_NB).
            return new FileStream(Path.Combine(stateFolder, "server.lock"), mode, access, share);
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or FileNotFoundException))
        {
            return null;
        }
    }

    static RunningServer? ReadState(string stateFolder)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(stateFolder, "server.json"));
            return JsonSerializer.Deserialize(file, InstanceJson.Default.RunningServer);
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            return new RunningServer(0, 0, "", default, "");
        }
    }

    static ServerException AlreadyServed(string stateFolder)
    {
        var holder = ReadState(stateFolder);
        var who = holder is { Pid: > 0 } ? $"process {holder.Pid}" : "another process";
        var where = holder is { Port: > 0 } ? $" on port {holder.Port} ({holder.Address})" : "";
        var folder = Path.GetDirectoryName(Path.GetFullPath(stateFolder)) ?? stateFolder;
        return new ServerException(new Problem(
            ProblemKind.Conflict,
            $"{folder} is already served by {who}{where}. Nothing was started. Use that server, or stop it with `tarn down` and try again.")
        {
            Cause = new ProblemCause(folder),
            Actions = [new ProblemAction("Stop the running server", Command: "tarn down")],
        });
    }
}
