using System.Diagnostics;
using System.Text;

namespace Tarn.Testing.Programs;

/// <summary>A program that a test started. Disposed while it runs, it is killed.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    readonly Process process;
    readonly StringBuilder output = new();
    readonly Task<string> errors;
    readonly Task reading;

    public RunningProgram(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
        process.StandardInput.Close();
        errors = process.StandardError.ReadToEndAsync();
        reading = ReadAsync();
    }

    public int ProcessId => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>What came on standard output until now.</summary>
    public string OutputSoFar
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    /// <summary>kill -9. False where the program had ended by itself.</summary>
    public async Task<bool> KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        return process.ExitCode == 128 + 9;
    }

    /// <summary>Sends a signal by its name: <c>INT</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async Task<ProgramAnswer> CompleteAsync()
    {
        await process.WaitForExitAsync();
        await reading;
        return new ProgramAnswer(process.ExitCode, OutputSoFar, await errors);
    }

    /// <summary>Waits for a line of standard output that begins with a text, and gives the rest of it.</summary>
    public async Task<string> LineAsync(string start, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < limit)
        {
            var line = OutputSoFar.Split('\n')[..^1].FirstOrDefault(l => l.TrimStart().StartsWith(start, StringComparison.Ordinal));
            if (line is not null) return line.TrimStart()[start.Length..].Trim();
            if (process.HasExited) break;
            await Task.Delay(20);
        }

        if (!process.HasExited) await KillAsync();
        throw new InvalidOperationException($"No line \"{start}\" within {limit}: {(await CompleteAsync()).Output}\n{await errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
            lock (output) _ = output.Append(buffer, 0, count);
    }
}
