namespace Tarn.Engine.Tests.Sessions;

/// <summary>A new project has no namespace: bare names get theirs when the first of them is made.</summary>
public sealed class DefaultNamespaceTests : IAsyncDisposable
{
    readonly TestLakehouse _lakehouse = new();

    public ValueTask DisposeAsync() => _lakehouse.DisposeAsync();

    [Theory]
    [InlineData("CREATE TABLE t (id INTEGER)")]
    [InlineData("CREATE TABLE main.t AS SELECT 1 AS id")]
    [InlineData("CREATE VIEW t AS SELECT 1 AS id")]
    public async Task The_first_table_or_view_of_a_bare_name_makes_it(string statement)
    {
        await _lakehouse.RunAsync(statement);
        await _lakehouse.RunAsync("SELECT id FROM main.t");
    }

    [Fact]
    public async Task Many_statements_may_make_it_at_once()
    {
        var sessions = Enumerable.Range(0, 8).Select(_ => _lakehouse.Lakehouse.OpenSession(Tarn.Security.Identity.Principal.Local("test"))).ToArray();
        await Task.WhenAll(sessions.Select((session, i) => TestLakehouse.RunAsync(session, $"CREATE TABLE t{i} (id INTEGER)")));
        foreach (var session in sessions) await session.DisposeAsync();
        Assert.Equal(8, (await _lakehouse.RunAsync("SHOW TABLES")).Rows.Count);
    }

    [Fact]
    public async Task Another_namespace_is_never_made_by_the_way() =>
        Assert.Contains("CREATE NAMESPACE silver creates it", (await _lakehouse.FailAsync("CREATE TABLE silver.t (id INTEGER)")).Message, StringComparison.Ordinal);
}
