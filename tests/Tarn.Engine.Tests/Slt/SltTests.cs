using Tarn.Engine.Tests.Sessions;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Slt;

public sealed class SltTests
{
    static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "tests", "slt");

    public static TheoryData<string> Scripts() => [.. Directory.GetFiles(Folder, "*.slt").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task The_script_runs_as_written(string script)
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        var problems = await new SltScript(lakehouse).RunAsync(await File.ReadAllLinesAsync(Path.Combine(Folder, script)));
        Assert.True(problems.Length == 0, $"{script}\n{problems}");
    }
}
