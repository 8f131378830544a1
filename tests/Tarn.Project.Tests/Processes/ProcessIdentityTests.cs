using System.Diagnostics;
using Tarn.Project.Processes;

namespace Tarn.Project.Tests.Processes;

public sealed class ProcessIdentityTests
{
    [Fact]
    public void This_process_is_alive_and_an_earlier_one_of_its_number_is_not()
    {
        Assert.True(ProcessIdentity.Current.IsAlive);
        Assert.False((ProcessIdentity.Current with { Start = "before" }).IsAlive);
    }

    [Fact]
    public void A_process_of_another_host_cannot_be_judged() => Assert.Null((ProcessIdentity.Current with { Host = "elsewhere" }).IsAlive);

    [Fact]
    public async Task An_ended_process_is_dead()
    {
        using var process = Process.Start("sleep", "60");
        var identity = ProcessIdentity.Find(process.Id);
        Assert.NotNull(identity);
        Assert.True(identity.IsAlive);
        process.Kill();
        await process.WaitForExitAsync();
        Assert.False(identity.IsAlive);
        Assert.False(ProcessIdentity.IsFolderOfLiving(identity.FolderName));
    }

    [Fact]
    public void A_folder_is_of_a_living_process_only_by_its_whole_identity()
    {
        var (now, before) = (ProcessIdentity.Current, ProcessIdentity.Current with { Start = "before" });
        string[] names = [now.FolderName, $"{now.FolderName}-results", $"{now.FolderName}0", before.FolderName, $"{now.ProcessId}", "results", ""];
        Assert.Equal([true, true, false, false, false, false, false], names.Select(ProcessIdentity.IsFolderOfLiving));
    }
}
