using Tarn.Testing;

namespace Tarn.Server.RestCatalog;

/// <summary>Clients that people have, against a running server: Iceberg's compatibility kit and Java client, PyIceberg, Spark, iceberg-js.</summary>
/// <remarks>The kit asks for tables at <c>file:/tmp/…</c> and its process writes manifests there, so <c>/tmp</c> is an allowed location of these servers.</remarks>
public sealed class RestPeerTests
{
    const string Kit = "peers/rest-kit/install.sh";

    static Task<TestServer> StartAsync() => TestServer.StartAsync(allowed: ["/tmp"]);

    [SharedTheory(Kit)]
    [InlineData("145 passed, 0 failed", "--views", "--prop", "rck.requires-namespace-create=true")]
    [InlineData("152 passed, 0 failed", "--views", "--strict")]
    public async Task Passes_Icebergs_compatibility_kit(string outcome, params string[] arguments)
    {
        await using var test = await StartAsync();
        var run = await PeerProgram.ScriptAsync("peers/rest-kit/run-kit.sh", [test.Iceberg, "--token", await test.TokenAsync("admin"), .. arguments]);
        Assert.True(run.ExitCode == 0 && run.Output.Contains(outcome, StringComparison.Ordinal), Failures(run, line => !line.StartsWith("PASS", StringComparison.Ordinal)));
    }

    /// <summary>Fewer appends and snapshots than the driver's own sizes; docs/reference/rest-catalog.md has the command for those.</summary>
    [SharedFact(Kit)]
    public async Task Passes_what_the_catalog_driver_checks_beyond_the_kit()
    {
        await using var test = await StartAsync();
        var run = await PeerProgram.ScriptAsync(
            "peers/rest-kit/drive.sh", [test.Iceberg, "--token", await test.TokenAsync("admin"), "--threads", "4", "--appends", "5", "--snapshots", "200"]);
        Assert.True(run.ExitCode == 0 && run.Output.Contains("\"passed\":107,\"failed\":0,\"options_failed\":0", StringComparison.Ordinal),
            Failures(run, line => !line.Contains("\"ok\":true", StringComparison.Ordinal)));
    }

    [SharedTheory(PythonPeer.Needs)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Serves_PyIceberg_by_token_and_by_credential(bool byToken)
    {
        await using var test = await TestServer.StartAsync();
        string[] login = byToken ? ["--token", await test.TokenAsync("admin")] : ["--user", "admin", "--password", "admin-password"];
        var run = await PythonPeer.ProgramAsync("peers/python/clients/iceberg_rest.py", ["--uri", $"{test.Iceberg}/", .. login]);
        Assert.True(run.ExitCode == 0 && run.Output.Contains("\"ok\": 25, \"fail\": 0, \"skip\": 0", StringComparison.Ordinal), Failures(run, line => !line.Contains("\"ok\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Serves_iceberg_js()
    {
        var folder = Path.Combine(SharedData.RepositoryRoot, "tests", "Tarn.Server.Tests", "RestCatalog", "iceberg-js");
        await using var test = await TestServer.StartAsync();
        _ = await PeerProgram.OutputAsync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], folder: folder);
        var said = await PeerProgram.OutputAsync("node", ["check.mjs", test.Iceberg, await test.TokenAsync("admin")], folder: folder);
        Assert.Contains("every step held", said, StringComparison.Ordinal);
    }

    [SharedFact("peers/spark/install.sh")]
    public async Task Spark_and_Tarn_read_what_the_other_wrote()
    {
        await using var test = await TestServer.StartAsync();
        using var client = await test.ClientAsync();
        _ = await Sql.RowsAsync(client, "create table main.ours (id bigint, name varchar, amount decimal(10,2))");
        _ = await Sql.RowsAsync(client, "insert into main.ours values (1, 'ann', 1.50), (2, 'bob', 2.50)");
        var run = await PeerProgram.ScriptAsync("peers/spark/spark-sql.sh", ["--rest", test.Iceberg, "--token", await test.TokenAsync("editor"), "-e", """
            select id, name, cast(amount as string) as amount from main.ours order by id;
            create table main.theirs (id bigint, name string, amount decimal(10,2), at timestamp) using iceberg partitioned by (bucket(4, id));
            insert into main.theirs values (1, 'ann', 1.50, timestamp'2026-03-29T01:30:00Z'), (2, 'bob', 2.50, null), (3, 'cyd', null, null);
            merge into main.theirs t using (select 2L as id, 'rob' as name union all select 4L, 'dan') s on t.id = s.id
              when matched then update set name = s.name when not matched then insert (id, name) values (s.id, s.name);
            delete from main.theirs where id = 3;
            insert into main.ours select id + 10, name, amount from main.theirs;
            alter table main.theirs add column note string;
            create view main.names as select id, name from main.theirs;
            create view main.quoted (`the id`, low) as select `id`, lower(`name`) from main.theirs where amount / 2 > 0.5 or amount is null;
            create view main.stars (a, b) as select * from (select id, name from main.theirs) x;
            create view main.first_letters as select id, array(name)[0] as f from main.theirs where name = "ann";
            select count(*) as n from main.theirs.snapshots;
            create or replace table main.copied using iceberg as select * from main.ours;
            """]);
        Assert.True(run.ExitCode == 0, Failures(run, line => line.Contains("$error", StringComparison.Ordinal)));
        Assert.Contains("""{"id":1,"name":"ann","amount":"1.50"}""", run.Output, StringComparison.Ordinal);
        Assert.Equal("1 ann 1.50,2 rob 2.50,4 dan ", await Sql.RowsAsync(client, "select id, name, amount from main.theirs order by id"));
        Assert.Equal("1 ann,2 rob,4 dan", await Sql.RowsAsync(client, "select * from main.names order by id"));
        Assert.Equal("1 ann,4 dan", await Sql.RowsAsync(client, "select * from main.quoted where \"the id\" <> 2 order by 1"));
        Assert.Equal("1 ann,2 rob,4 dan", await Sql.RowsAsync(client, "select * from main.stars order by a"));
        Assert.Contains("SQL of spark", (await Assert.ThrowsAnyAsync<Exception>(() => Sql.RowsAsync(client, "select * from main.first_letters"))).Message, StringComparison.Ordinal);
        Assert.Equal("1 ann 1.50,2 bob 2.50,11 ann 1.50,12 rob 2.50,14 dan ", await Sql.RowsAsync(client, "select id, name, amount from main.copied order by id"));
    }

    static string Failures(PeerRun run, Func<string, bool> matters) =>
        $"exit code {run.ExitCode}\n{string.Join('\n', run.Output.Split('\n').Where(matters))}\n{run.Errors[Math.Max(0, run.Errors.Length - 4000)..]}";
}
