namespace Tarn.Engine.Tests.Sessions;

/// <summary>A snapshot names the job that made it, whatever the statement was.</summary>
public sealed class SnapshotJobTests : IAsyncLifetime
{
    readonly TestLakehouse _lakehouse = new();

    public Task InitializeAsync() => _lakehouse.RunAsync("CREATE TABLE t (id INTEGER, v INTEGER)");

    public async Task DisposeAsync() => await _lakehouse.DisposeAsync();

    [Theory]
    [InlineData("INSERT INTO t VALUES (3, 3)")]
    [InlineData("INSERT OVERWRITE t VALUES (3, 3)")]
    [InlineData("UPDATE t SET v = 5 WHERE id = 1")]
    [InlineData("DELETE FROM t WHERE id = 1")]
    [InlineData("MERGE INTO t USING (SELECT 1 AS id) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = 9")]
    [InlineData("TRUNCATE TABLE t")]
    [InlineData("CREATE OR REPLACE TABLE t AS SELECT 7 AS id")]
    [InlineData("BEGIN; INSERT INTO t VALUES (4, 4); COMMIT")]
    public async Task Names_the_job_of_its_statement(string statements)
    {
        await _lakehouse.RunAsync("INSERT INTO t VALUES (1, 1), (2, 2)");
        _lakehouse.Session.Job = "the-job";
        foreach (var statement in statements.Split("; ")) await _lakehouse.RunAsync(statement);
        var jobs = await _lakehouse.RunAsync("SELECT summary['tarn.job'] AS job FROM t.snapshots ORDER BY committed_at DESC, job NULLS LAST LIMIT 1");
        Assert.Equal("the-job", Assert.Single(jobs.Rows)[0]);
    }
}
