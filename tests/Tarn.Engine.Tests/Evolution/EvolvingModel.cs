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

    public ImmutableList<Dictionary<int, object?>> Rows { get; private set; } = [];

    /// <summary>The partition fields of columns that partition new files, by the column's key.</summary>
    public Dictionary<int, string> Partitioned { get; } = [];

    public int FormatVersion { get; set; } = 2;

    /// <summary>The table's rows as lines of text, ordered by id.</summary>
    public static string Text(ImmutableList<ModelField> columns, ImmutableList<Dictionary<int, object?>> rows) =>
        string.Join('\n', rows.OrderBy(r => (int)r[1]!).Select(r => string.Join(" | ", columns.Select(c => $"{c.Name}={c.TextIn(r)}"))));

    public string Insert()
    {
        var row = new Dictionary<int, object?> { [1] = ++_lastId };
        foreach (var column in Columns.Where(c => c.Key != 1)) row[column.Key] = Value(column, 0);
        Rows = Rows.Add(row);
        return $"INSERT INTO t BY NAME SELECT {string.Join(", ", Columns.Select(c => $"CAST({c.Literal(row[c.Key])} AS {c.Sql}) AS \"{c.Name}\""))}";
    }

    public string? Delete()
    {
        if (Rows.IsEmpty) return null;
        var row = Rows[random.Next(Rows.Count)];
        Rows = Rows.Remove(row);
        return $"DELETE FROM t WHERE id = {row[1]}";
    }

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

    /// <summary>A condition on a top-level column that some row meets, and the ids of those that do.</summary>
    public (string Where, string Ids)? Condition()
    {
        var columns = Columns.Where(c => c.IsPrimitive).ToList();
        var column = columns[random.Next(columns.Count)];
        var values = Rows.Select(r => r.TryGetValue(column.Key, out var v) ? v : column.Default).Where(v => v is not null).ToList();
        if (values.Count == 0) return null;
        var wanted = values[random.Next(values.Count)];
        var matching = Rows.Where(r => Equals(r.TryGetValue(column.Key, out var v) ? v : column.Default, wanted)).Select(r => (int)r[1]!).Order();
        return ($"\"{column.Name}\" = CAST({column.Literal(wanted)} AS {column.Sql})", string.Join(',', matching));
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
}
