using System.CommandLine;
using System.Diagnostics;
using Tarn.Cli.Composition;
using Tarn.Project.Secrets;
using Tarn.Server;
using Tarn.Server.Instance;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn up [--port N] [--detach]</c>: the server of a project folder.</summary>
static class UpVerb
{
    static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    static readonly Option<int?> Port = new("--port") { Description = "The HTTP port; 0 takes any free one (default: server.port of tarn.yaml, 9047).", HelpName = "N" };
    static readonly Option<bool> Detach = new("--detach") { Description = "Leave the server running and return when it is ready." };

    public static Command Create() => Verb.Create("up", "Start the server.", RunAsync, Port, Detach);

    static async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (context.Parsed.GetValue(Detach)) return await StartDetachedAsync(context, project, cancellationToken).ConfigureAwait(false);

        await using var server = await TarnServer.StartAsync(ServerComposition.Of(project, context.Parsed.GetValue(Port)), cancellationToken).ConfigureAwait(false);
        await using var housekeeping = new Housekeeping(project);
        var password = await project.Accounts.CreateFirstAdministratorAsync(cancellationToken).ConfigureAwait(false);
        Announce(server.Address.GetLeftPart(UriPartial.Authority), password);
        await StoppedAsync(cancellationToken).ConfigureAwait(false);
        Console.Error.WriteLine("Stopping…");
        return ExitCode.Success;
    }

    static async Task<int> StartDetachedAsync(VerbContext context, ProjectHost project, CancellationToken cancellationToken)
    {
        if (ProjectLock.Find(project.Folder.PrivateFolder) is { Port: > 0 } running && (context.Parsed.GetValue(Port) ?? 0) is var wanted && (wanted == 0 || wanted == running.Port))
        {
            Console.WriteLine($"ready {running.Address}");
            return ExitCode.Success;
        }

        // Made here and not by the child, whose output nobody sees.
        var password = await project.Accounts.CreateFirstAdministratorAsync(cancellationToken).ConfigureAwait(false);
        var log = Path.Combine(project.Folder.PrivateFolder, "server.log");
        using var child = Spawn(project.Folder.Root, context.Parsed.GetValue(Port), log);
        var deadline = project.Time.GetUtcNow() + StartLimit;
        while (project.Time.GetUtcNow() < deadline)
        {
            await Task.Delay(50, cancellationToken).ConfigureAwait(false);
            if (ProjectLock.Find(project.Folder.PrivateFolder) is { Port: > 0 } ready)
            {
                Announce(ready.Address, password);
                return ExitCode.Success;
            }

            if (child.HasExited) break;
        }

        var said = File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(5)) : "";
        throw new UsageException($"The server did not start; {log} says:\n{said}");
    }

    /// <summary>A process of its own session, so that closing this terminal does not end it.</summary>
    static Process Spawn(string root, int? port, string log)
    {
        var command = $"exec setsid \"$0\" up --project \"$1\" {(port is { } p ? $"--port {p}" : "")} >\"$2\" 2>&1 </dev/null";
        return Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command, Environment.ProcessPath!, root, log]))!;
    }

    static void Announce(string address, Secret? password)
    {
        if (password is not null)
        {
            Console.WriteLine("  user      admin");
            Console.WriteLine($"  password  {password.Expose()}");
            Console.WriteLine("  (shown once; `tarn user password admin` sets another)");
        }

        Console.WriteLine($"ready {address}");
        Console.Out.Flush();
    }

    static async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cancelled = cancellationToken.Register(() => stop.TrySetResult());
        await stop.Task.ConfigureAwait(false);
    }
}
