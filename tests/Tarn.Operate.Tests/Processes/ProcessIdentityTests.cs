using System.Diagnostics;
using Tarn.Operate.Processes;

namespace Tarn.Operate.Tests.Processes;

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
    public async Task An_ended_process_does_not_exist()
    {
        using var process = Process.Start("sleep", "60");
        Assert.True(ProcessIdentity.Exists(process.Id));
        process.Kill();
        await process.WaitForExitAsync();
        Assert.False(ProcessIdentity.Exists(process.Id));
    }
}
