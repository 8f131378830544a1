using System.Diagnostics;

namespace Tarn.Testing;

/// <summary>How a program of the shared folder ended, and what it said.</summary>
public sealed record PeerRun(int ExitCode, string Output, string Errors);

/// <summary>Runs scripts and programs of peers.</summary>
public static class PeerProgram
{
    /// <summary>Runs to the end, whatever the exit code.</summary>
    public static async Task<PeerRun> RunAsync(string program, IEnumerable<string> arguments, string input = "", string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return new PeerRun(process.ExitCode, output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>What a program printed; one that fails is an error with what it wrote to standard error.</summary>
    public static async Task<string> OutputAsync(string program, IEnumerable<string> arguments, string input = "", string? folder = null)
    {
        var run = await RunAsync(program, arguments, input, folder);
        return run.ExitCode == 0 ? run.Output : throw new InvalidOperationException($"{program} ended with {run.ExitCode}:\n{run.Output}\n{run.Errors}");
    }

    /// <summary>A shell script of the shared folder.</summary>
    public static Task<PeerRun> ScriptAsync(string relative, IEnumerable<string> arguments, string input = "") =>
        RunAsync("bash", [SharedData.PathTo(relative), .. arguments], input);
}
