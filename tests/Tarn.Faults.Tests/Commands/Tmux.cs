using System.Diagnostics;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Commands;

/// <summary>A program in a real terminal: keys go in, the screen comes out.</summary>
sealed class Tmux : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A server of the test's own, so that nobody's sessions are touched.</summary>
    readonly string socket = $"tarn-test-{Guid.NewGuid():N}";

    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(p => File.Exists(Path.Combine(p, "tmux")));

    public static async Task<Tmux> StartAsync(params string[] command)
    {
        var terminal = new Tmux();
        await terminal.RunAsync(["-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "40", .. command]);
        return terminal;
    }

    /// <summary>Types text as it is; a semicolon at the end would be tmux's own.</summary>
    public Task TypeAsync(string text) => RunAsync("send-keys", "-l", text.EndsWith(';') ? text[..^1] + "\\;" : text);

    /// <summary>Presses keys by tmux's names: <c>Enter</c>, <c>Up</c>, <c>C-c</c>.</summary>
    public Task PressAsync(params string[] keys) => RunAsync(["send-keys", .. keys]);

    public async Task<string> ScreenAsync() => (await RunAsync("capture-pane", "-p")).TrimEnd();

    /// <summary>Waits for something on the screen.</summary>
    public async Task<string> ShowsAsync(Func<string, bool> wanted, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var screen = await ScreenAsync();
            if (wanted(screen)) return screen;
            Assert.True(watch.Elapsed < Patience, $"{what} did not come:\n{screen}");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await using var running = Start(["kill-server"]);
        _ = await running.CompleteAsync();
    }

    async Task<string> RunAsync(params string[] arguments)
    {
        await using var running = Start(arguments);
        return (await running.CompleteAsync()).Demand().Output;
    }

    RunningProgram Start(string[] arguments) => new(new ProcessStartInfo("tmux", ["-L", socket, .. arguments]));
}
