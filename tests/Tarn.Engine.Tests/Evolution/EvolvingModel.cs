using System.Collections.Immutable;
using System.Globalization;

namespace Tarn.Engine.Tests.Evolution;

/// <summary>A table in memory whose schema evolves at random: each step gives the statement that does the same to the real one.</summary>
internal sealed class EvolvingModel(Random random)
{
    static readonly string[] Names = ["a", "b", "c", "d", "e"];
    static readonly string[] Primitives = ["int", "bigint", "float", "double", "decimal(6,2)", "date", "varchar"];

    readonly HashSet<int> _everPartitioned = [];
    int _lastKey = 1;
    int _lastId;
    int _partitionFields;

    public ImmutableList<ModelField> Columns { get; private set; } = [new ModelField(1, "id", "int", [])];

    /// <summary>The rows of main and other branches: all are read with the same columns.</summary>
    public ImmutableSortedDictionary<string, ModelRows> Branches { get; set; } = ImmutableSortedDictionary<string, ModelRows>.Empty.WithComparers(StringComparer.Ordinal).Add(ModelRows.Main, ModelRows.Empty);

    /// <summary>The partition fields of columns that partition new files, by the column's key.</summary>
    public Dictionary<int, string> Partitioned { get; } = [];

    public int FormatVersion { get; set; } = 2;

    public State Save() => new(Branches);

    /// <summary>Takes back what changed rows since.</summary>
    public void Restore(State state) => Branches = state.Branches;

    /// <summary>A statement that changes rows of a branch.</summary>
    public string? Change(string branch)
    {
        var target = branch == ModelRows.Main ? "t" : $"t.branch_{branch}";
        return random.Next(10) switch
        {
            < 4 => Insert(branch, target),
            < 5 => Delete(branch, target),
            < 7 => Update(branch, target),
            < 9 => Merge(branch, target),
            _ => $"UPDATE {target} SET id = id OPTIONS ('mode' = 'copy-on-write')",
        };
    }

    /// <summary>A statement on main that is to be staged: what main would hold after it, and the row that it adds where it adds one and does nothing else.</summary>
    public (string Sql, ModelRows Rows)? Stage()
    {
        var before = Branches;
        var sql = random.Next(3) > 0 ? Insert(ModelRows.Main, "t") : Change(ModelRows.Main);
        var staged = Branches[ModelRows.Main];
        Branches = before;
        return sql is null ? null : (sql, staged);
    }

    string Insert(string branch, string target)
    {
        var row = new Dictionary<int, object?> { [ModelRows.Id] = ++_lastId };
        foreach (var column in Columns.Where(c => c.Key != ModelRows.Id)) row[column.Key] = Value(column, 0);
        Branches = Branches.SetItem(branch, new(Branches[branch].Rows.Add(row)));
        return $"INSERT INTO {target} BY NAME SELECT {string.Join(", ", Columns.Select(c => $"{Cast(c, row[c.Key])} AS \"{c.Name}\""))}";
    }

    string? Delete(string branch, string target)
    {
        if (Branches[branch].Rows.IsEmpty) return null;
        var id = ModelRows.IdOf(Branches[branch].Rows[random.Next(Branches[branch].Rows.Count)]);
        Branches = Branches.SetItem(branch, Branches[branch].Change(r => ModelRows.IdOf(r) == id, _ => null));
        return $"DELETE FROM {target} WHERE id = {id}";
    }

    string? Update(string branch, string target)
    {
        if (Columns.Count == 1) return null;
        var column = Columns.Where(c => c.Key != ModelRows.Id).ElementAt(random.Next(Columns.Count - 1));
        var (low, value) = (random.Next(_lastId + 1), Value(column, 1));
        Branches = Branches.SetItem(branch, Branches[branch].Change(r => ModelRows.IdOf(r) >= low && ModelRows.IdOf(r) <= low + 4, r => new Dictionary<int, object?>(r) { [column.Key] = value }));
        return $"UPDATE {target} SET \"{column.Name}\" = {Cast(column, value)} WHERE id BETWEEN {low} AND {low + 4}";
    }

    /// <summary>Of six ids, those that the branch has are deleted or get a value; the others become rows of that value and the defaults.</summary>
    string? Merge(string branch, string target)
    {
        if (Columns.Where(c => c.IsPrimitive && c.Key != ModelRows.Id).ToList() is not [var column, ..]) return null;
        var (low, value) = (random.Next(_lastId + 1), Value(column, 1));
        var fresh = ++_lastId;
        var ids = Enumerable.Range(low, 5).Append(fresh).ToHashSet();
        var known = Branches[branch].Rows.Select(ModelRows.IdOf).ToHashSet();
        var changed = Branches[branch].Change(r => ids.Contains(ModelRows.IdOf(r)), r => ModelRows.IdOf(r) % 3 == 0 ? null : new Dictionary<int, object?>(r) { [column.Key] = value });
        var row = new Dictionary<int, object?>();
        foreach (var other in Columns) row[other.Key] = other.Default;
        (row[ModelRows.Id], row[column.Key]) = (fresh, value);
        Branches = Branches.SetItem(branch, new(known.Contains(fresh) ? changed.Rows : changed.Rows.Add(row)));
        return $"MERGE INTO {target} AS x USING (SELECT unnest([{string.Join(", ", ids)}])::INTEGER AS k, {Cast(column, value)} AS v) s ON x.id = s.k WHEN MATCHED AND s.k % 3 = 0 THEN DELETE "
            + $"WHEN MATCHED THEN UPDATE SET \"{column.Name}\" = s.v WHEN NOT MATCHED AND s.k = {fresh} THEN INSERT (id, \"{column.Name}\") VALUES (s.k, s.v)";
    }

    static string Cast(ModelField column, object? value) => $"CAST({column.Literal(value)} AS {column.Sql})";

    public string? Add()
    {
        var (path, siblings) = Pick(Structs());
        var free = Names.Where(n => siblings.All(s => s.Name != n)).ToList();
        if (free.Count == 0) return null;
        var field = NewField(free[random.Next(free.Count)], path.Count > 3 ? 2 : 0);
        var text = field.Default is null ? "" : $" DEFAULT {Quoted(field)}";
        Columns = Change(Columns, path, fields => fields.Add(field));
        return $"ALTER TABLE t ADD COLUMN {Dotted(path, field.Name)} {field.Sql}{text}";
    }

    public string? Drop()
    {
        if (PickField(f => f.Key != 1 && !Partitioned.ContainsKey(f.Key)) is not var (path, field)) return null;
        if (path.Count > 0 && Siblings(path).Count == 1) return null;
        Columns = Change(Columns, path, fields => fields.Remove(field));
        return $"ALTER TABLE t DROP COLUMN {Dotted(path, field.Name)}";
    }

    public string? Rename()
    {
        if (PickField(f => f.Key != 1) is not var (path, field)) return null;
        var name = Names[random.Next(Names.Length)];
        if (Siblings(path).Any(s => s.Name == name)) return null;
        Columns = Change(Columns, path, fields => fields.Replace(field, field with { Name = name }));
        return $"ALTER TABLE t RENAME COLUMN {Dotted(path, field.Name)} TO \"{name}\"";
    }

    public string? Move()
    {
        if (PickField(_ => true) is not var (path, field)) return null;
        var others = Siblings(path).Remove(field);
        if (others.IsEmpty) return null;
        var after = random.Next(-1, others.Count);
        Columns = Change(Columns, path, _ => others.Insert(after + 1, field));
        return $"ALTER TABLE t ALTER COLUMN {Dotted(path, field.Name)} {(after < 0 ? "FIRST" : $"AFTER \"{others[after].Name}\"")}";
    }

    public string? Promote()
    {
        if (PickField(f => f.Key != 1 && Wider(f) is not null) is not var (path, field)) return null;
        var wide = field with { Type = Wider(field)! };
        Columns = Change(Columns, path, fields => fields.Replace(field, wide));
        return $"ALTER TABLE t ALTER COLUMN {Dotted(path, field.Name)} TYPE {wide.Sql}";
    }

    public string? Partition()
    {
        var candidates = Columns.Where(c => c.Type is "int" or "bigint" or "varchar" or "date").ToList();
        var column = candidates[random.Next(candidates.Count)];
        _everPartitioned.Add(column.Key);
        if (Partitioned.Remove(column.Key, out var name)) return $"ALTER TABLE t DROP PARTITION FIELD {name}";
        if (Partitioned.Count == 2) return null;
        Partitioned.Add(column.Key, name = $"f{++_partitionFields}");
        var term = column.Type switch { "date" => "month", "varchar" => "truncate(1, ", _ => random.Next(2) == 0 ? "bucket(3, " : "" };
        var source = $"\"{column.Name}\"";
        return $"ALTER TABLE t ADD PARTITION FIELD {(term.Length == 0 ? source : term.EndsWith(' ') ? $"{term}{source})" : $"{term}({source})")} AS {name}";
    }

    /// <summary>A condition on a top-level column, and the ids of main's rows that meet it.</summary>
    public (string Where, string Ids)? Condition()
    {
        var columns = Columns.Where(c => c.IsPrimitive).ToList();
        var column = columns[random.Next(columns.Count)];
        var rows = Branches[ModelRows.Main].Rows.Select(r => (Id: ModelRows.IdOf(r), Value: r.TryGetValue(column.Key, out var v) ? v : column.Default)).ToList();
        if (rows.Where(r => r.Value is not null).ToList() is not { Count: > 0 } some) return null;
        var wanted = some[random.Next(some.Count)].Value;
        var (name, literal) = ($"\"{column.Name}\"", Cast(column, wanted));
        var (where, meets) = random.Next(5) switch
        {
            0 => ($"{name} <> {literal}", (Func<object?, bool>)(v => v is not null && !Equals(v, wanted))),
            1 => ($"NOT ({name} = {literal} OR {name} IS NULL)", v => v is not null && !Equals(v, wanted)),
            2 => ($"{name} IS NULL", v => v is null),
            3 => ($"{name} IS DISTINCT FROM {literal}", v => !Equals(v, wanted)),
            _ => ($"{name} = {literal}", v => Equals(v, wanted)),
        };
        return (where, string.Join(',', rows.Where(r => meets(r.Value)).Select(r => r.Id).Order()));
    }

    string? Wider(ModelField field) => field.Type switch
    {
        "int" => "bigint",
        "float" => "double",
        "decimal(6,2)" => "decimal(12,2)",
        "date" when FormatVersion >= 3 && !_everPartitioned.Contains(field.Key) => "timestamp",
        _ => null,
    };

    ModelField NewField(string name, int depth)
    {
        var kind = depth >= 2 ? 0 : random.Next(8);
        var key = ++_lastKey;
        if (kind < 5)
        {
            var type = Primitives[random.Next(Primitives.Length)];
            var field = new ModelField(key, name, type, []);
            return FormatVersion >= 3 && random.Next(2) == 0 ? field with { Default = Value(field, 0) } : field;
        }
        return kind switch
        {
            5 => new ModelField(key, name, "struct", [.. Names.Take(random.Next(1, 3)).Select(n => NewField(n, depth + 1) with { Default = null })]),
            6 => new ModelField(key, name, "list", [NewField("element", depth + 1) with { Default = null }]),
            _ => new ModelField(key, name, "map", [NewField("value", depth + 1) with { Default = null }]),
        };
    }

    object? Value(ModelField field, int depth)
    {
        if (depth > 0 && random.Next(5) == 0) return null;
        return field.Type switch
        {
            "struct" => field.Children.ToDictionary(c => c.Key, c => Value(c, depth + 1)),
            "list" => Enumerable.Range(0, random.Next(3)).Select(_ => Value(field.Children[0], depth + 1)).ToList(),
            "map" => new SortedDictionary<string, object?>(Enumerable.Range(0, random.Next(3)).ToDictionary(i => $"k{i}", _ => Value(field.Children[0], depth + 1)), StringComparer.Ordinal),
            "date" or "timestamp" => random.Next(0, 20_000),
            "varchar" => ((char)('p' + random.Next(4))).ToString(),
            "int" or "bigint" => random.Next(-3, 4),
            _ => random.Next(-400, 400) / 4m,
        };
    }

    static string Quoted(ModelField field) => field.Default switch
    {
        int days when field.Type == "date" => $"'{DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'",
        string text => $"'{text}'",
        var number => Convert.ToString(number, CultureInfo.InvariantCulture)!,
    };

    (ImmutableList<ModelField> Path, ImmutableList<ModelField> Siblings) Pick(IEnumerable<(ImmutableList<ModelField> Path, ImmutableList<ModelField> Fields)> structs)
    {
        var all = structs.ToList();
        return all[random.Next(all.Count)];
    }

    (ImmutableList<ModelField> Path, ModelField Field)? PickField(Func<ModelField, bool> which)
    {
        var all = Structs().SelectMany(s => s.Fields.Where(which).Select(f => (s.Path, f))).ToList();
        return all.Count == 0 ? null : all[random.Next(all.Count)];
    }

    /// <summary>The row itself and every struct in it, by the fields that lead there.</summary>
    IEnumerable<(ImmutableList<ModelField> Path, ImmutableList<ModelField> Fields)> Structs()
    {
        var waiting = new Queue<ImmutableList<ModelField>>(Columns.Select(c => ImmutableList.Create(c)));
        yield return ([], Columns);
        while (waiting.TryDequeue(out var path))
        {
            if (path[^1].Type == "struct") yield return (path, path[^1].Children);
            foreach (var child in path[^1].Children) waiting.Enqueue(path.Add(child));
        }
    }

    ImmutableList<ModelField> Siblings(ImmutableList<ModelField> path) => path.IsEmpty ? Columns : path[^1].Children;

    static ImmutableList<ModelField> Change(ImmutableList<ModelField> fields, ImmutableList<ModelField> path, Func<ImmutableList<ModelField>, ImmutableList<ModelField>> change) =>
        path.IsEmpty ? change(fields) : fields.Replace(path[0], path[0] with { Children = Change(path[0].Children, path.RemoveAt(0), change) });

    static string Dotted(IEnumerable<ModelField> path, string name) => string.Join('.', path.Select(f => f.Name).Append(name).Select(n => $"\"{n}\""));

    internal sealed record State(ImmutableSortedDictionary<string, ModelRows> Branches);
}
