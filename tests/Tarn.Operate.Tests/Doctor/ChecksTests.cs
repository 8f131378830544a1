using Tarn.Operate.Doctor;
using Tarn.Project;
using Tarn.Project.Processes;
using Tarn.Project.Yaml;
using Tarn.Testing;

namespace Tarn.Operate.Tests.Doctor;

public sealed class ChecksTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    static async Task<Finding> OneAsync(ICheck check) => Assert.Single(await check.RunAsync(CancellationToken.None));

    [Fact]
    public async Task A_server_file_counts_only_while_a_process_holds_the_project()
    {
        var path = folder.File("server.json");
        Assert.Equal("no server runs", (await OneAsync(new ServerFileCheck(path, () => null))).What);
        await File.WriteAllTextAsync(path, $$"""{"pid": {{Environment.ProcessId}}, "port": 9047}""");
        var running = await OneAsync(new ServerFileCheck(path, () => 812));
        Assert.Equal((CheckState.Ok, "runs as process 812"), (running.State, running.What));
        var stale = await OneAsync(new ServerFileCheck(path, () => null));
        Assert.Equal(CheckState.Warn, stale.State);
        Assert.Contains("has ended", stale.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Temporary_folders_of_dead_processes_are_named_and_those_of_living_ones_are_not()
    {
        var (living, dead) = (ProcessIdentity.Current, (ProcessIdentity.Current with { Start = "an earlier process of that number" }).FolderName);
        _ = Directory.CreateDirectory(folder.File("tmp", living.FolderName));
        Assert.Equal(CheckState.Ok, (await OneAsync(new TemporaryFoldersCheck(folder.File("tmp")))).State);
        _ = Directory.CreateDirectory(folder.File("tmp", dead, "spill"));
        await File.WriteAllBytesAsync(folder.File("tmp", dead, "spill", "1"), new byte[1500]);
        var finding = await OneAsync(new TemporaryFoldersCheck(folder.File("tmp")));
        Assert.Equal([$"{folder.File("tmp", dead)} (1.5 kB)"], finding.Details.ToArray());
        _ = Directory.CreateDirectory(folder.File("tmp", $"{dead}-results"));
        _ = Directory.CreateDirectory(folder.File("tmp", $"{living.FolderName}-results"));
        Assert.Equal(2, (await OneAsync(new TemporaryFoldersCheck(folder.File("tmp")))).Details.Length);
    }

    [Theory]
    [InlineData(0, 0, CheckState.Ok)]
    [InlineData(long.MaxValue, 0, CheckState.Warn)]
    [InlineData(long.MaxValue, long.MaxValue, CheckState.Fail)]
    public async Task Disk_space_is_judged_against_its_limits_also_for_a_folder_to_come(long warn, long fail, CheckState state) =>
        Assert.Equal(state, (await OneAsync(new DiskSpaceCheck([folder.File("not", "yet")], new ByteSize(warn), new ByteSize(fail)))).State);

    [Fact]
    public async Task Problems_of_files_and_damage_of_the_store_are_listed()
    {
        IReadOnlyList<ProjectProblem> problems = [new ProjectProblem("tarn.yaml", new YamlPosition(3, 1), "unknown key \"x\"")];
        Assert.Equal("tarn.yaml:3:1: unknown key \"x\"", Assert.Single((await OneAsync(new ProjectFilesCheck(_ => Task.FromResult(problems)))).Details));
        IReadOnlyList<string> damage = ["row 3 missing from index"];
        Assert.Equal(CheckState.Fail, (await OneAsync(new StateStoreCheck(_ => Task.FromResult(damage)))).State);
    }

    [Fact]
    public async Task A_check_that_breaks_is_a_failure_and_hides_none_of_the_others()
    {
        IReadOnlyList<string> sound = [];
        var findings = new List<Finding>();
        await foreach (var finding in new Examination(
            [new StateStoreCheck(_ => throw new IOException("unplugged")), new StateStoreCheck(_ => Task.FromResult(sound))]).RunAsync(CancellationToken.None))
            findings.Add(finding);
        Assert.Equal([CheckState.Fail, CheckState.Ok], findings.Select(finding => finding.State));
        Assert.Contains("unplugged", findings[0].What, StringComparison.Ordinal);
    }
}
