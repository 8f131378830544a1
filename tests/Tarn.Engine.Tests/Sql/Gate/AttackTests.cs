using System.Text;
using Tarn.Engine.Tests.Sessions;

namespace Tarn.Engine.Tests.Sql.Gate;

/// <summary>Every statement of attacks.txt is refused by Tarn itself, before the executor sees it.</summary>
public sealed class AttackTests
{
    const string Canary = "the canary sings";

    static readonly string Folder = Path.Combine(Testing.SharedData.RepositoryRoot, "tests", "Tarn.Engine.Tests", "Sql", "Gate");

    [Fact]
    public async Task No_statement_of_the_corpus_reaches_the_executor()
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync("create table known (a varchar)");
        var file = Path.Combine(lakehouse.WarehouseFolder, "canary.csv");
        Directory.CreateDirectory(lakehouse.WarehouseFolder);
        await File.WriteAllTextAsync(file, $"a\n{Canary}\n");
        var escaped = new StringBuilder();
        var count = 0;
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(Folder, "attacks.txt")))
        {
            if (line.Length == 0 || line.StartsWith('#')) continue;
            count++;
            var sql = line.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\x00", "\0", StringComparison.Ordinal).Replace("{file}", file, StringComparison.Ordinal);
            if (await EscapeAsync(lakehouse, sql) is { } how) escaped.AppendLine($"{line}\n    {how}");
        }
        Assert.True(escaped.Length == 0, escaped.ToString());
        Assert.InRange(count, 300, int.MaxValue);
        Assert.Equal($"a\n{Canary}\n", await File.ReadAllTextAsync(file));
    }

    /// <summary>Null where the statement was refused as it should be; else what happened.</summary>
    static async Task<string?> EscapeAsync(TestLakehouse lakehouse, string sql)
    {
        try
        {
            var answer = await lakehouse.RunAsync(sql);
            return $"ran: {answer.Result.Message ?? $"{answer.Rows.Count} rows"}";
        }
        catch (EngineException e) when (e.Message.Contains("disabled by configuration", StringComparison.Ordinal) || e.Message.Contains("has been locked", StringComparison.Ordinal))
        {
            return $"only the executor's own lock-down stopped it: {e.Message}";
        }
        catch (EngineException e) when (e.Kind is EngineErrorKind.Refused or EngineErrorKind.NotSupported or EngineErrorKind.Syntax or EngineErrorKind.NotFound or EngineErrorKind.Binding)
        {
            return e.Message.Contains(Canary, StringComparison.Ordinal) ? $"told the content: {e.Message}" : null;
        }
        catch (EngineException e)
        {
            return $"{e.Kind}: {e.Message}";
        }
    }

    [Theory]
    [InlineData("select * from read_csv('x.csv')", "Load the file through a source")]
    [InlineData("select * from 'x.csv'", "Load it through a source")]
    [InlineData("copy t to 'x'", "tarn sql --format")]
    [InlineData("attach 'x.db'", "sources/*.yaml")]
    [InlineData("set threads = 1", "tarn.yaml")]
    [InlineData("pragma version", "EXPLAIN")]
    [InlineData("select current_setting('threads')", "tarn.yaml")]
    [InlineData("select getvariable('x')", "$name")]
    [InlineData("from query('select 1')", "dbt macro")]
    [InlineData("create macro m(x) as x", "dbt macro")]
    [InlineData("create temp table t (a int)", "CTE")]
    [InlineData("create secret s (type s3)", "${env:NAME}")]
    [InlineData("from duckdb_settings()", "SHOW")]
    public async Task A_refusal_says_what_to_use_instead(string sql, string instead)
    {
        await using var lakehouse = new TestLakehouse();
        var error = await lakehouse.FailAsync(sql);
        Assert.Equal(EngineErrorKind.Refused, error.Kind);
        Assert.Contains(instead, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_executors_own_lock_down_holds_when_the_gate_is_gone()
    {
        await using var lakehouse = new TestLakehouse();
        var connection = lakehouse.Lakehouse.Sandbox.Rent();
        foreach (var sql in new[]
        {
            "select * from read_text('/etc/passwd')", "copy (select 1) to '/tmp/tarn-escaped.csv'", "set threads = 1", "set enable_external_access = true",
            "attach '/tmp/tarn-escaped.db'", "load '/tmp/x.duckdb_extension'", "install httpfs", "select * from read_csv('http://127.0.0.1:1/x.csv')", "set lock_configuration = false",
        })
        {
            Assert.Throws<EngineException>(() => connection.Execute(sql, CancellationToken.None));
        }
        lakehouse.Lakehouse.Sandbox.Return(connection);
    }
}
