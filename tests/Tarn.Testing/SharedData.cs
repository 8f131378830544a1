namespace Tarn.Testing;

/// <summary>The folder of goldens, peers and service scripts that stands beside a checkout (<c>TARN_SHARED</c>, default <c>../shared</c>).</summary>
/// <remarks>On a laptop without it the tests that need it are skipped with a message; in CI a missing folder fails them.</remarks>
public static class SharedData
{
    public static string RepositoryRoot { get; } = FindRoot();

    public static string Root { get; } =
        Path.GetFullPath(Environment.GetEnvironmentVariable("TARN_SHARED") ?? Path.Combine(RepositoryRoot, "..", "shared"));

    /// <summary>True where a missing peer, server or golden is a failure instead of a skip.</summary>
    public static bool InCi { get; } = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The full path of a file or folder below the shared folder.</summary>
    /// <exception cref="DirectoryNotFoundException">It is not there: in CI that is the test's failure.</exception>
    public static string PathTo(string relative)
    {
        var path = Path.Combine(Root, relative);
        return File.Exists(path) || Directory.Exists(path)
            ? path
            : throw new DirectoryNotFoundException($"{path} is missing. Put the shared folder beside the checkout or name it by TARN_SHARED.");
    }

    internal static string? SkipReason(string relative)
    {
        var path = Path.Combine(Root, relative);
        return InCi || File.Exists(path) || Directory.Exists(path) ? null : $"{path} is not here (set TARN_SHARED)";
    }

    static string FindRoot()
    {
        for (var dir = new DirectoryInfo(AppContext.BaseDirectory); dir is not null; dir = dir.Parent)
            if (File.Exists(Path.Combine(dir.FullName, "Tarn.slnx"))) return dir.FullName;
        throw new DirectoryNotFoundException("Tarn.slnx is in no folder above the test binaries.");
    }
}
