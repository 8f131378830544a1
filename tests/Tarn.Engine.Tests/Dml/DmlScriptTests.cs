using Tarn.Engine.Tests.Sessions;
using Tarn.Engine.Tests.Slt;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Dml;

/// <summary>The scripts of <c>tests/slt/dml</c>, each in every format version and mode: what a statement answers never depends on them.</summary>
public sealed class DmlScriptTests
{
    static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "tests", "slt", "dml");

    public static TheoryData<string, int, string> Cases()
    {
        var cases = new TheoryData<string, int, string>();
        foreach (var script in Directory.GetFiles(Folder, "*.slt").Order(StringComparer.Ordinal))
            foreach (var (version, mode) in ((int, string)[])[(1, "copy-on-write"), (2, "copy-on-write"), (2, "merge-on-read"), (3, "copy-on-write"), (3, "merge-on-read")])
                cases.Add(Path.GetFileName(script), version, mode);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_script_runs_as_written(string script, int version, string mode)
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        var properties = $"'format-version' = '{version}', 'write.delete.mode' = '{mode}', 'write.update.mode' = '{mode}', 'write.merge.mode' = '{mode}'";
        var lines = (await File.ReadAllLinesAsync(Path.Combine(Folder, script))).Select(l => l.Replace("{properties}", properties, StringComparison.Ordinal));
        var problems = await new SltScript(lakehouse).RunAsync([.. lines]);
        Assert.True(problems.Length == 0, $"{script}\n{problems}");
    }
}
