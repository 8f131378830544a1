using System.Globalization;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Xunit.Abstractions;

namespace Tarn.Engine.Tests.Evolution;

/// <summary>
/// Random statements of every sort on a table with nested columns (rows, columns, partitions, branches, tags, going back, transactions, rewriting) held against <see cref="EvolvingModel"/> after each,
/// and at every snapshot by time travel. <c>TARN_RANDOM_OPERATIONS=10000 TARN_RANDOM_SEED=7 dotnet test tests/Tarn.Engine.Tests --filter RandomTable</c> runs longer, or one seed.
/// </summary>
public sealed class RandomTableTests(ITestOutputHelper output)
{
    static readonly int Operations = int.Parse(Environment.GetEnvironmentVariable("TARN_RANDOM_OPERATIONS") ?? "45", CultureInfo.InvariantCulture);

    static readonly int? OnlySeed = Environment.GetEnvironmentVariable("TARN_RANDOM_SEED") is { } seed ? int.Parse(seed, CultureInfo.InvariantCulture) : null;

    [Theory]
    [InlineData(1, 2, "copy-on-write")]
    [InlineData(2, 2, "merge-on-read")]
    [InlineData(3, 3, "copy-on-write")]
    [InlineData(4, 3, "merge-on-read")]
    [InlineData(5, 2, "merge-on-read")]
    [InlineData(6, 3, "merge-on-read")]
    public async Task A_table_holds_what_its_statements_say(int seed, int version, string mode)
    {
        seed = OnlySeed ?? seed;
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync($"create table t (id int not null) tblproperties ('format-version' = '{version}', 'write.delete.mode' = '{mode}', 'write.update.mode' = '{mode}', 'write.merge.mode' = '{mode}')");
        var random = new Random(seed);
        var run = new Run(lakehouse, new EvolvingModel(random) { FormatVersion = version }, random, $"seed {seed}, version {version}, {mode}");
        for (var step = 0; step < Operations; step++) await run.StepAsync(isUpgrade: step == Operations / 2 && version == 2);
        await run.EndAsync();
        output.WriteLine($"{run.Statements} statements, {run.Snapshots} snapshots");
    }

    sealed class Run(TestLakehouse lakehouse, EvolvingModel model, Random random, string name)
    {
        const int KeptStatements = 60;

        readonly Queue<string> _history = [];
        readonly Dictionary<long, string> _texts = [];
        readonly Dictionary<long, ModelRows> _rows = [];
        readonly Dictionary<string, long> _tags = [];
        EvolvingModel.State? _begun;
        int _names;

        public int Statements { get; private set; }

        public int Snapshots => _texts.Count;

        string Told => $"{name}, after {Statements} statements, the last of them\n{string.Join(";\n", _history)}";

        public async Task StepAsync(bool isUpgrade)
        {
            if (isUpgrade && _begun is null)
            {
                model.FormatVersion = 3;
                await ExecuteAsync("ALTER TABLE t SET TBLPROPERTIES ('format-version' = '3')");
            }
            var before = model.Save();
            if (_begun is not null && random.Next(3) == 0) await EndTransactionAsync(random.Next(3) > 0);
            else if (_begun is null && random.Next(14) == 0)
            {
                await ExecuteAsync("BEGIN");
                _begun = before;
            }
            else if (_begun is null && random.Next(4) == 0) await ChangeReferencesAsync();
            else if (_begun is null && random.Next(2) == 0)
            {
                if (Evolve() is { } sql) await ExecuteAsync(sql);
            }
            else if (model.Change(model.Branches.Keys.ElementAt(_begun is null ? random.Next(model.Branches.Count) : 0)) is { } change) await ExecuteAsync(change);
            await CheckAsync();
        }

        public async Task EndAsync()
        {
            if (_begun is not null) await EndTransactionAsync(keeps: false);
            await CheckAsync();
            foreach (var (id, wanted) in _texts) await SameAsync($"t VERSION AS OF {id}", wanted);
            foreach (var (tag, id) in _tags) await SameAsync($"t VERSION AS OF '{tag}'", _texts[id]);
        }

        async Task EndTransactionAsync(bool keeps)
        {
            await ExecuteAsync(keeps ? "COMMIT" : "ROLLBACK");
            if (!keeps) model.Restore(_begun!);
            _begun = null;
        }

        string? Evolve() => random.Next(14) switch
        {
            < 4 => model.Add(),
            < 6 => model.Drop(),
            < 9 => model.Rename(),
            < 11 => model.Move(),
            < 13 => model.Promote(),
            _ => model.Partition(),
        };

        async Task ChangeReferencesAsync()
        {
            var metadata = await MetadataAsync();
            if (metadata.CurrentSnapshotId is not { } head) return;
            var others = model.Branches.Keys.Where(b => b != ModelRows.Main).ToList();
            switch (random.Next(7))
            {
                case 0 when others.Count < 2:
                    var branch = $"b{++_names}";
                    var from = PastOf(metadata, head);
                    model.Branches = model.Branches.SetItem(branch, _rows[from]);
                    await ExecuteAsync($"ALTER TABLE t CREATE BRANCH {branch} AS OF VERSION {from}");
                    break;
                case 1 when others.Count > 0:
                    model.Branches = model.Branches.Remove(others[0]);
                    await ExecuteAsync($"ALTER TABLE t DROP BRANCH {others[0]}");
                    break;
                case 2:
                    var tag = $"g{++_names}";
                    _tags.Add(tag, PastOf(metadata, head));
                    await ExecuteAsync($"ALTER TABLE t CREATE TAG {tag} AS OF VERSION {_tags[tag]}");
                    break;
                case 3 when _tags.Count > 0:
                    var (old, _) = _tags.First();
                    _tags.Remove(old);
                    await ExecuteAsync($"ALTER TABLE t DROP TAG {old}");
                    break;
                case 4:
                    await GoAsync("rollback_to_snapshot", PastOf(metadata, head));
                    break;
                case 5:
                    await GoAsync("set_current_snapshot", _rows.Keys.ElementAt(random.Next(_rows.Count)));
                    break;
                case 6 when others.FirstOrDefault(b => metadata.AncestorsOf(metadata.SnapshotOfRef(b).SnapshotId).Any(s => s.SnapshotId == head)) is { } ahead:
                    model.Branches = model.Branches.SetItem(ModelRows.Main, model.Branches[ahead]);
                    await ExecuteAsync($"CALL tarn.system.fast_forward('t', 'main', '{ahead}')");
                    break;
            }
        }

        async Task GoAsync(string procedure, long snapshot)
        {
            model.Branches = model.Branches.SetItem(ModelRows.Main, _rows[snapshot]);
            await ExecuteAsync($"CALL tarn.system.{procedure}('t', {snapshot})");
        }

        /// <summary>A snapshot whose rows are known, on the way that main came.</summary>
        long PastOf(TableMetadata metadata, long head)
        {
            var known = metadata.AncestorsOf(head).Select(s => s.SnapshotId).Where(_rows.ContainsKey).ToList();
            return known[random.Next(known.Count)];
        }

        async Task<TableMetadata> MetadataAsync() => (await lakehouse.Lakehouse.Catalog.LoadTableAsync(new TableIdentifier("main", "t"), CancellationToken.None)).Metadata;

        async Task ExecuteAsync(string sql)
        {
            Statements++;
            _history.Enqueue(sql);
            if (_history.Count > KeptStatements) _ = _history.Dequeue();
            try
            {
                await lakehouse.RunAsync(sql);
            }
            catch (EngineException e)
            {
                throw new InvalidOperationException($"{Told}\n{e.Kind}: {e.Message}", e);
            }
        }

        async Task CheckAsync()
        {
            foreach (var (branch, rows) in model.Branches)
                if (branch == ModelRows.Main || _begun is null) await SameAsync(branch == ModelRows.Main ? "t" : $"t VERSION AS OF '{branch}'", rows.Text(model.Columns));
            if (model.Condition() is var (where, ids)) await SameIdsAsync(where, ids);
            if (_begun is null) await RememberAsync();
            if (_texts.Count > 0 && _begun is null && random.Next(4) == 0)
            {
                var (id, wanted) = _texts.ElementAt(random.Next(_texts.Count));
                await SameAsync($"t VERSION AS OF {id}", wanted);
            }
        }

        async Task RememberAsync()
        {
            var metadata = await MetadataAsync();
            foreach (var (branch, rows) in model.Branches)
            {
                var head = branch == ModelRows.Main ? metadata.CurrentSnapshotId : metadata.SnapshotOfRef(branch).SnapshotId;
                if (head is { } id && _texts.TryAdd(id, rows.Text(model.Columns))) _rows.Add(id, rows);
            }
        }

        async Task SameAsync(string from, string wanted)
        {
            try
            {
                var answer = await lakehouse.RunAsync($"SELECT * FROM {from} ORDER BY id");
                var columns = answer.Result.Schema!.Columns;
                var text = string.Join('\n', answer.Rows.Select(row => string.Join(" | ", row.Select((v, i) => $"{columns[i].Name}={ReadText.Of(columns[i].Type, v)}"))));
                Assert.True(wanted == text, $"{Told}\n{from} reads\n{text}\ninstead of\n{wanted}");
            }
            catch (EngineException e)
            {
                throw new InvalidOperationException($"{Told}\nreading {from}: {e.Kind}: {e.Message}", e);
            }
        }

        async Task SameIdsAsync(string where, string wanted)
        {
            var answer = await lakehouse.RunAsync($"SELECT id FROM t WHERE {where} ORDER BY id");
            var ids = string.Join(',', answer.Rows.Select(r => Convert.ToString(r[0], CultureInfo.InvariantCulture)));
            Assert.True(wanted == ids, $"{Told}\nWHERE {where}: {ids} instead of {wanted}");
        }
    }
}
