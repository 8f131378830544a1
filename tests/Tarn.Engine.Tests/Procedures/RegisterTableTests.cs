using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Manifests;
using Tarn.Testing.Faults;

namespace Tarn.Engine.Tests.Procedures;

public sealed class RegisterTableTests
{
    [Theory]
    [InlineData("/etc/passwd", true)]
    [InlineData("{table}/data/1.parquet", false)]
    public async Task A_table_whose_manifests_lead_outside_is_not_registered(string path, bool isRefused)
    {
        await using var lakehouse = new TestLakehouse();
        var file = await FileOfTableAsync(lakehouse, path);
        var register = $"call tarn.system.register_table('main.copy', '{file}')";
        if (!isRefused)
        {
            await lakehouse.RunAsync(register);
            return;
        }
        var error = await lakehouse.FailAsync(register);
        Assert.Equal(EngineErrorKind.Refused, error.Kind);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was registered.", error.Message, StringComparison.Ordinal);
        Assert.False(await lakehouse.Catalog.TableExistsAsync(new("main", "copy"), CancellationToken.None));
    }

    [Fact]
    public async Task No_answer_of_the_store_is_no_reason_to_register()
    {
        var plan = new FaultPlan(int.MaxValue, FaultKind.Fail);
        await using var lakehouse = new TestLakehouse(plan: plan);
        var file = await FileOfTableAsync(lakehouse, "/etc/passwd");
        for (var step = 1; step == 1 || plan.Happened; step++)
        {
            plan.Arm(step);
            _ = await lakehouse.FailAsync($"call tarn.system.register_table('main.copy', '{file}')");
            plan.Disarm();
        }
        Assert.False(await lakehouse.Catalog.TableExistsAsync(new("main", "copy"), CancellationToken.None));
    }

    /// <summary>The metadata file of a table that has one data file.</summary>
    static async Task<string> FileOfTableAsync(TestLakehouse lakehouse, string path)
    {
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync("create table t (id int)");
        var table = await lakehouse.Catalog.LoadTableAsync(new("main", "t"), CancellationToken.None);
        var file = new DataFile { FilePath = path.Replace("{table}", table.Location, StringComparison.Ordinal), RecordCount = 1, FileSizeInBytes = 1 };
        return Assert.IsType<CommitOutcome.Committed>(await SnapshotCommit.RunAsync(table, SnapshotChange.Append(file), TimeProvider.System, CancellationToken.None)).MetadataLocation;
    }
}
