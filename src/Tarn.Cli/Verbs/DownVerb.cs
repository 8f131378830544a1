using System.CommandLine;
using System.Diagnostics;
using Tarn.Project;
using Tarn.Server.Instance;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn down</c>: stops the server of a project folder, from any terminal.</summary>
static class DownVerb
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create() => Verb.Create("down", "Stop the server.", RunAsync);

    static async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var root = context.Project ?? ProjectFolder.Locate(Directory.GetCurrentDirectory()) ?? Directory.GetCurrentDirectory();
        var folder = ProjectFolder.Inspect(root);
        if (ProjectLock.Find(folder.PrivateFolder) is not { Pid: > 0 } running)
        {
            Say(context, stopped: false, "No server runs in this folder.");
            return ExitCode.Success;
        }

        using (var kill = Process.Start("kill", ["-TERM", $"{running.Pid}"])) await kill.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        var waited = Stopwatch.StartNew();
        while (ProjectLock.Find(folder.PrivateFolder) is not null)
        {
            if (waited.Elapsed > Patience)
                throw new UsageException($"Process {running.Pid} still runs after {Patience.TotalSeconds:0} s: a statement may be ending. Ask again, or look at {Path.Combine(folder.PrivateFolder, "server.log")}.");
            await Task.Delay(50, cancellationToken).ConfigureAwait(false);
        }

        Say(context, stopped: true, $"Stopped the server (process {running.Pid}).");
        return ExitCode.Success;
    }

    static void Say(VerbContext context, bool stopped, string text) => Console.WriteLine(context.Json ? $"{{\"stopped\":{(stopped ? "true" : "false")}}}" : text);
}
