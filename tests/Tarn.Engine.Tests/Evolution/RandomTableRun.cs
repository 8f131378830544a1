using System.Globalization;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Tests.Evolution;

/// <summary>One table, its model, and what is known of its past.</summary>
internal sealed class RandomTableRun(TestLakehouse lakehouse, EvolvingModel model, Random random, string name)
{
    const int KeptStatements = 60;

    readonly Queue<string> _history = [];
    readonly Dictionary<long, string> _texts = [];
    readonly Dictionary<long, ModelRows> _rows = [];
    readonly Dictionary<string, long> _tags = [];
    readonly Dictionary<long, Dictionary<int, object?>> _appended = [];
    readonly Dictionary<long, string> _staged = [];
    readonly Dictionary<long, long> _sources = [];
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
        else if (_begun is null && random.Next(10) == 0) await StageAsync();
        else if (_begun is null && random.Next(8) == 0) await PickAsync();
        else if (_begun is null && random.Next(2) == 0)
        {
            if (Evolve() is { } sql) await ExecuteAsync(sql);
        }
        else await ChangeRowsAsync(model.Branches.Keys.ElementAt(_begun is null ? random.Next(model.Branches.Count) : 0));
    }

    async Task ChangeRowsAsync(string branch)
    {
        var before = model.Branches[branch];
        if (model.Change(branch) is not { } change) return;
        await ExecuteAsync(change);
        if (_begun is null && Added(before, model.Branches[branch]) is { } row) _appended[HeadOf(await MetadataAsync(), branch)!.Value] = row;
    }

    /// <summary>The row that an INSERT added.</summary>
    static Dictionary<int, object?>? Added(ModelRows before, ModelRows after) => after.Rows.Count == before.Rows.Count + 1 && after.Rows.Take(before.Rows.Count).SequenceEqual(before.Rows) ? after.Rows[^1] : null;

    async Task StageAsync()
    {
        var main = model.Branches[ModelRows.Main];
        if ((await MetadataAsync()).CurrentSnapshotId is null || model.Stage() is not var (sql, rows)) return;
        var id = $"w{++_names}";
        await ExecuteAsync($"SET tarn.wap_id = '{id}'");
        await ExecuteAsync(sql);
        await ExecuteAsync("RESET tarn.wap_id");
        if ((await MetadataAsync()).Snapshots.FirstOrDefault(s => s.Summary.GetValueOrDefault(CherryPick.WapId) == id) is not { } staged) return;
        Remember(staged.SnapshotId, rows);
        _staged.Add(staged.SnapshotId, id);
        if (Added(main, rows) is { } row) _appended[staged.SnapshotId] = row;
    }

    /// <summary>Brings a snapshot onto main that is on another branch, staged, or of a past that was left: an append, or what main's head can be forwarded to.</summary>
    async Task PickAsync()
    {
        var metadata = await MetadataAsync();
        if (metadata.CurrentSnapshotId is not { } head) return;
        var history = metadata.AncestorsOf(head).ToList();
        var published = history.SelectMany(s => new[] { s.Summary.GetValueOrDefault(CherryPick.WapId), s.Summary.GetValueOrDefault(CherryPick.PublishedWapId) }).ToHashSet();
        var sources = history.Select(s => SourceOf(s.SnapshotId)).ToHashSet();
        var candidates = metadata.Snapshots.Where(s => _rows.ContainsKey(s.SnapshotId) && !history.Contains(s) && !sources.Contains(SourceOf(s.SnapshotId))
            && !(_staged.TryGetValue(s.SnapshotId, out var id) && published.Contains(id)) && (s.ParentSnapshotId == head || _appended.ContainsKey(s.SnapshotId))).ToList();
        if (candidates.Count == 0) return;
        var picked = candidates[random.Next(candidates.Count)];
        var main = model.Branches[ModelRows.Main];
        model.Branches = model.Branches.SetItem(ModelRows.Main, picked.ParentSnapshotId == head ? _rows[picked.SnapshotId] : new(main.Rows.Add(_appended[picked.SnapshotId])));
        await ExecuteAsync(_staged.TryGetValue(picked.SnapshotId, out var wap) && random.Next(2) == 0
            ? $"CALL tarn.system.publish_changes('t', '{wap}')"
            : $"CALL tarn.system.cherrypick_snapshot('t', {picked.SnapshotId})");
        if (picked.ParentSnapshotId == head) return;
        // What is picked is an append again, which can be picked where main leaves it behind.
        var made = (await MetadataAsync()).CurrentSnapshotId!.Value;
        (_appended[made], _sources[made]) = (_appended[picked.SnapshotId], SourceOf(picked.SnapshotId));
    }

    /// <summary>The snapshot that first added what this one adds: nothing is in a history twice.</summary>
    long SourceOf(long snapshot) => _sources.GetValueOrDefault(snapshot, snapshot);

    public async Task EndAsync()
    {
        if (_begun is not null) await EndTransactionAsync(keeps: false);
        await CheckAsync(reads: true);
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
            case 6 when random.Next(2) == 0 && others.FirstOrDefault(b => metadata.AncestorsOf(head).Any(s => s.SnapshotId == metadata.SnapshotOfRef(b).SnapshotId)) is { } behind:
                model.Branches = model.Branches.SetItem(behind, model.Branches[ModelRows.Main]);
                await ExecuteAsync($"CALL tarn.system.fast_forward('t', '{behind}', 'main')");
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

    /// <summary>Holds the table against the model now; without <paramref name="reads"/> only remembers what it has to hold, to be read by time travel.</summary>
    public async Task CheckAsync(bool reads)
    {
        if (reads)
            foreach (var (branch, rows) in model.Branches)
                if (branch == ModelRows.Main || _begun is null) await SameAsync(branch == ModelRows.Main ? "t" : $"t VERSION AS OF '{branch}'", rows.Text(model.Columns));
        if (reads && model.Condition() is var (where, ids)) await SameIdsAsync(where, ids);
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
            if (HeadOf(metadata, branch) is { } id) Remember(id, rows);
        }
    }

    void Remember(long id, ModelRows rows)
    {
        if (_texts.TryAdd(id, rows.Text(model.Columns))) _rows.Add(id, rows);
    }

    static long? HeadOf(TableMetadata metadata, string branch) => branch == ModelRows.Main ? metadata.CurrentSnapshotId : metadata.SnapshotOfRef(branch).SnapshotId;

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
