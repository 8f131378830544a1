using System.Diagnostics;

namespace Tarn.Testing.Programs;

/// <summary>The built program, as users run it: <c>artifacts/tarn/tarn</c>, which <c>./test.sh</c> builds before the tests, or what <c>TARN_COMMAND</c> names.</summary>
public static class TarnProgram
{
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("TARN_COMMAND") ?? System.IO.Path.Combine(SharedData.RepositoryRoot, "artifacts", "tarn", "tarn");

    internal static string? SkipReason => SharedData.InCi || File.Exists(Path) ? null : $"{Path} is not built (./test.sh builds it)";

    /// <summary>Runs a command of a project folder to its end.</summary>
    public static async Task<ProgramAnswer> RunAsync(string project, params string[] arguments)
    {
        await using var running = Start(project, arguments);
        return await running.CompleteAsync();
    }

    public static RunningProgram Start(string project, params string[] arguments)
    {
        if (!File.Exists(Path)) throw new FileNotFoundException($"{Path} is not built: ./test.sh builds it");
        return new RunningProgram(new ProcessStartInfo(Path, [.. arguments, "--project", project]) { WorkingDirectory = project });
    }
}
