using System.Text.Json;
using Tarn.Testing;

namespace Tarn.Server.RestCatalog;

/// <summary>One table that Tarn, Spark and PyIceberg change in turn; after each change all three have to read the same rows.</summary>
public sealed class PassedAroundTests
{
    const int Rounds = 20;

    const string Python = """
        import sys
        import pyarrow as pa
        from pyiceberg.catalog import load_catalog
        catalog = load_catalog("tarn", type="rest", uri=sys.argv[1], token=sys.argv[2])
        for line in sys.stdin:
            op, *args = line.split()
            table = catalog.load_table("main.ball")
            if op == "append":
                table.append(pa.table({"id": pa.array([int(args[0])], pa.int64()), "v": pa.array([int(args[1])], pa.int64())}))
            elif op == "delete":
                table.delete(f"id = {args[0]}")
            rows = table.scan().to_arrow().to_pylist()
            print(" ".join(sorted(f"{r['id']}:{r['v']}" for r in rows)), flush=True)
        """;

    [SharedFact("peers/spark/install.sh")]
    public async Task Twenty_changes_by_three_engines_and_all_agree_each_time()
    {
        await using var test = await TestServer.StartAsync();
        using var client = await test.ClientAsync();
        var token = await test.TokenAsync("editor");
        var interpreter = (await PeerProgram.OutputAsync("bash", [SharedData.PathTo(PythonPeer.Needs)])).Trim().Split('\n')[^1];
        await using var python = new PeerSession(interpreter, ["-c", Python, $"{test.Iceberg}/", token]);
        await using var spark = new PeerSession("bash", [SharedData.PathTo("peers/spark/spark-sql.sh"), "--rest", test.Iceberg, "--token", token, "--serve"]);
        _ = await spark.ReadAsync(line => line.Contains("$ready", StringComparison.Ordinal));
        _ = await Sql.RowsAsync(client, "create table main.ball (id bigint, v bigint)");
        var model = new SortedDictionary<long, long>();
        for (var round = 1; round <= Rounds; round++)
        {
            await ChangeAsync(round, model);
            var expected = string.Join(' ', model.Select(row => $"{row.Key}:{row.Value}").Order(StringComparer.Ordinal));
            Assert.Equal((round, "Tarn", expected), (round, "Tarn", await TarnAsync()));
            Assert.Equal((round, "Spark", expected), (round, "Spark", await SparkAsync()));
            Assert.Equal((round, "PyIceberg", expected), (round, "PyIceberg", (await python.AskAsync("read", _ => true))[^1]));
        }

        async Task ChangeAsync(int round, SortedDictionary<long, long> rows)
        {
            rows[round] = round * 10;
            switch (round % 3)
            {
                case 0:
                    _ = await Sql.RowsAsync(client, $"insert into main.ball values ({round}, {round * 10})");
                    _ = await Sql.RowsAsync(client, $"update main.ball set v = v + 1 where id < {round} and id > {round - 4}");
                    foreach (var id in rows.Keys.Where(id => id < round && id > round - 4).ToList()) rows[id]++;
                    break;
                case 1:
                    await SparkDoAsync($"insert into main.ball values ({round}, {round * 10})");
                    await SparkDoAsync($"delete from main.ball where id = {round - 5}");
                    _ = rows.Remove(round - 5);
                    break;
                default:
                    _ = await python.AskAsync($"append {round} {round * 10}", _ => true);
                    _ = await python.AskAsync($"delete {round - 7}", _ => true);
                    _ = rows.Remove(round - 7);
                    break;
            }
        }

        async Task<string> TarnAsync() =>
            string.Join(' ', (await Sql.RowsAsync(client, "select id || ':' || v from main.ball")).Split(',', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));

        async Task SparkDoAsync(string statement)
        {
            _ = await SparkLinesAsync("refresh table main.ball;");
            _ = await SparkLinesAsync(statement + ";");
        }

        async Task<string> SparkAsync()
        {
            _ = await SparkLinesAsync("refresh table main.ball;");
            var lines = await SparkLinesAsync("select concat(id, ':', v) as r from main.ball;");
            return string.Join(' ', lines.Where(line => line.StartsWith("{\"r\"", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("r").GetString()!).Order(StringComparer.Ordinal));
        }

        async Task<IReadOnlyList<string>> SparkLinesAsync(string statement)
        {
            var lines = await spark.AskAsync(statement, line => line.StartsWith("{\"$end\"", StringComparison.Ordinal) || line.StartsWith("{\"$error\"", StringComparison.Ordinal));
            return lines[^1].StartsWith("{\"$error\"", StringComparison.Ordinal) ? throw new InvalidOperationException($"{statement}: {lines[^1]}") : lines;
        }
    }
}
