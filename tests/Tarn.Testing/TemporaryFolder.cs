namespace Tarn.Testing;

/// <summary>A folder of the test's own, gone when disposed (kept when <c>TARN_KEEP_TEMP</c> is set).</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tarn-test-").FullName;

    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("TARN_KEEP_TEMP") is null && Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
