using System.Collections.Immutable;
using System.Globalization;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Testing.Faults;

namespace Tarn.Engine.Tests.Dml;

/// <summary>
/// Statements of every sort whose store or catalog fails, is late, or loses an answer at step n: all of it happened or nothing, what is said of it is true, and every snapshot of every table can be
/// read. Tried are the first step, the last and one between, which a seed chooses that a failure tells; <c>TARN_FAULT_STEPS=all dotnet test tests/Tarn.Engine.Tests --filter StatementFault</c> tries
/// every step, <c>TARN_FAULT_SEED=7</c> those of a seed.
/// </summary>
public sealed class StatementFaultTests
{
    static readonly bool AllSteps = Environment.GetEnvironmentVariable("TARN_FAULT_STEPS") == "all";

    static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("TARN_FAULT_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next(1_000_000);

    public static TheoryData<string> Names() => [.. FaultyStatement.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task All_of_it_happens_or_nothing(string name)
    {
        var random = new Random(Seed);
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            var plan = new FaultPlan(int.MaxValue, kind);
            await using var lakehouse = new TestLakehouse(plan: plan);
            await lakehouse.RunAsync("create namespace main");
            var whole = await new Run(lakehouse, FaultyStatement.All[name], 0).RunAsync(() => plan.Arm(int.MaxValue), plan.Disarm);
            Assert.Null(whole.Error);
            Assert.NotEqual(whole.Before, whole.After);
            foreach (var step in Steps(plan.Steps, random))
            {
                var run = await new Run(lakehouse, FaultyStatement.All[name], step).RunAsync(() => plan.Arm(step), plan.Disarm);
                var told = $"{name}, {kind} at step {step} of about {plan.Steps}, seed {Seed}: {run.Error?.Kind} {run.Error?.Message}";
                Assert.True(run.Before == whole.Before, $"{told}\n{run.Before}\ninstead of\n{whole.Before}");
                if (run.Error is null) Assert.True(run.After == whole.After, $"{told}\n{run.After}\ninstead of\n{whole.After}");
                else if (run.Error.Kind != EngineErrorKind.CommitUnknown) Assert.True(run.After == run.Before, $"{told}\n{run.After}\ninstead of\n{run.Before}");
                else Assert.True(run.After == run.Before || run.After == whole.After, $"{told}\n{run.After}");
                Assert.True(run.Error is null || (plan.Happened && kind != FaultKind.Delay), told);
            }
        }
    }

    static IEnumerable<int> Steps(int count, Random random) =>
        AllSteps ? Enumerable.Range(1, count) : ImmutableSortedSet.Create(1, count, random.Next(1, count + 1));

    /// <summary>One try, on tables of its own.</summary>
    sealed class Run(TestLakehouse lakehouse, FaultyStatement tried, int number)
    {
        readonly Dictionary<string, string> _names = new[] { "t", "u", "n", "v" }.ToDictionary(name => $"{{{name}}}", name => $"{name}{number}");

        public async Task<(string Before, string After, EngineException? Error)> RunAsync(Action arm, Action disarm)
        {
            var texts = string.Join(';', tried.Statements);
            foreach (var table in (string[])["{t}", "{u}"])
                if (texts.Contains(table, StringComparison.Ordinal) || table == "{t}")
                    await ExecuteAsync($"create table {table} as select * from (values (1, 'a'), (2, 'b')) x(id, name)");
            if (texts.Contains("{t}", StringComparison.Ordinal))
            {
                await ExecuteAsync("alter table {t} set tblproperties ('commit.status-check.num-retries' = '1', 'write.wap.enabled' = 'true')");
                await ExecuteAsync("insert into {t} values (3, 'c')");
            }
            foreach (var statement in tried.Setup) await ExecuteAsync(statement);
            var table0 = await LoadAsync("{t}");
            _names["{file}"] = table0.MetadataLocation;
            _names["{first}"] = Text(table0.Metadata.Snapshots[0].SnapshotId);
            _names["{staged}"] = Text(table0.Metadata.Snapshots[^1].SnapshotId);
            var before = await StateAsync();
            EngineException? error = null;
            arm();
            try
            {
                foreach (var statement in tried.Statements) await ExecuteAsync(statement);
            }
            catch (EngineException e)
            {
                error = e;
            }
            disarm();
            if (error is not null && tried.Statements[0] == "begin") await EndAsync();
            return (before, await StateAsync(), error);
        }

        Task<TestLakehouse.Answer> ExecuteAsync(string sql) => lakehouse.RunAsync(_names.Aggregate(sql, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal)));

        Task<Table> LoadAsync(string name) => lakehouse.Catalog.LoadTableAsync(Identifier(name), CancellationToken.None);

        TableIdentifier Identifier(string name) => new("main", _names[name]);

        /// <summary>A statement that failed leaves the transaction open; a COMMIT has ended it.</summary>
        async Task EndAsync()
        {
            try
            {
                await ExecuteAsync("rollback");
            }
            catch (EngineException e) when (e.Message.StartsWith("There is no transaction", StringComparison.Ordinal))
            {
                // It was the COMMIT that failed.
            }
        }

        /// <summary>What the tables and the view are and hold, in all branches and snapshots: every file of theirs must be there.</summary>
        async Task<string> StateAsync()
        {
            var text = new List<string>();
            foreach (var name in (string[])["{t}", "{u}", "{n}"])
            {
                if (!await lakehouse.Catalog.TableExistsAsync(Identifier(name), CancellationToken.None)) continue;
                var metadata = (await LoadAsync(name)).Metadata;
                text.Add($"{name} {metadata.Schema} {string.Join(", ", metadata.Spec.Fields)} {metadata.Property("owner")} {metadata.Statistics.Length} statistics, {metadata.Snapshots.Length} snapshots");
                foreach (var (branch, reference) in metadata.Refs) text.Add($"{branch}: {await RowsAsync(name, reference.SnapshotId)}");
                foreach (var snapshot in metadata.Snapshots) _ = await RowsAsync(name, snapshot.SnapshotId);
            }
            if (await lakehouse.Catalog.ViewExistsAsync(Identifier("{v}"), CancellationToken.None)) text.Add($"{{v}} {(await ExecuteAsync("select * from {v}")).Rows.Count} rows");
            return string.Join('\n', text);
        }

        async Task<string> RowsAsync(string name, long snapshot)
        {
            var answer = await ExecuteAsync($"select * from {name} version as of {Text(snapshot)} order by id");
            return string.Join(' ', answer.Rows.Select(r => string.Join(',', r.Select(v => v ?? "NULL"))));
        }

        static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
    }
}
