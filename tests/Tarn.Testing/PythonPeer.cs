namespace Tarn.Testing;

/// <summary>The real Python clients of the shared folder (PyIceberg, fastavro, compressors), run as a program.</summary>
public static class PythonPeer
{
    /// <summary>What a test that uses it names in its <see cref="SharedFactAttribute"/>.</summary>
    public const string Needs = "peers/python/install.sh";

    static readonly Lazy<Task<string>> Interpreter = new(async () => (await PeerProgram.OutputAsync("bash", [SharedData.PathTo(Needs)])).Trim().Split('\n')[^1]);

    /// <summary>Runs a script and returns what it printed; a failure carries what it wrote to standard error.</summary>
    public static async Task<string> RunAsync(string script, params string[] arguments) =>
        await PeerProgram.OutputAsync(await Interpreter.Value, ["-", .. arguments], script);

    /// <summary>Runs a program of the shared folder, whatever its exit code.</summary>
    public static async Task<PeerRun> ProgramAsync(string relative, params string[] arguments) =>
        await PeerProgram.RunAsync(await Interpreter.Value, [SharedData.PathTo(relative), .. arguments]);
}
