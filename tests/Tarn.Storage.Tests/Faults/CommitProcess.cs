using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Tarn.Storage.Tests.Faults;

/// <summary>A real process that commits to one table, and what it acknowledged.</summary>
sealed class CommitProcess : IDisposable
{
    readonly Process process;
    readonly ConcurrentQueue<long> acknowledged = new();
    readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task<string> errors;
    readonly Task reading;

    public CommitProcess(string folder, int count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[] { "exec", typeof(CommitProcess).Assembly.Location, folder, count.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        errors = process.StandardError.ReadToEndAsync();
        reading = ReadAsync();
    }

    public IReadOnlyCollection<long> Acknowledged => acknowledged;

    public double Rate { get; private set; }

    /// <summary>The process has committed once: it is in the middle of its work.</summary>
    public Task FirstCommit => first.Task;

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        await reading;
    }

    public async Task CompleteAsync()
    {
        await process.WaitForExitAsync();
        await reading;
        Assert.True(process.ExitCode == 0, await errors);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("rate ", StringComparison.Ordinal)) Rate = double.Parse(line.AsSpan(5), CultureInfo.InvariantCulture);
            // A line that the kill cut in half is no acknowledgement.
            else if (long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) acknowledged.Enqueue(id);
            _ = first.TrySetResult();
        }
        _ = first.TrySetException(new InvalidOperationException($"The process ended without a commit: {await errors}"));
    }
}
