using System.Diagnostics;

namespace Tarn.Testing;

/// <summary>The real Python clients of the shared folder (PyIceberg, fastavro, compressors), run as a program.</summary>
public static class PythonPeer
{
    /// <summary>What a test that uses it names in its <see cref="SharedFactAttribute"/>.</summary>
    public const string Needs = "peers/python/install.sh";

    static readonly Lazy<Task<string>> Interpreter = new(async () => (await RunProgramAsync("bash", [SharedData.PathTo(Needs)], "")).Trim().Split('\n')[^1]);

    /// <summary>Runs a script and returns what it printed; a failure carries what it wrote to standard error.</summary>
    public static async Task<string> RunAsync(string script, params string[] arguments) =>
        await RunProgramAsync(await Interpreter.Value, ["-", .. arguments], script);

    internal static async Task<string> RunProgramAsync(string program, IEnumerable<string> arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{await errors}");
    }
}
