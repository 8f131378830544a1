using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Dml;

/// <summary>
/// What a MERGE makes of a row, as one expression: the first WHEN whose condition holds gives a struct of what to do and the new values. One expression is evaluated once, whatever functions the
/// conditions call, and what a later WHEN would compute is not computed for rows of an earlier one.
/// </summary>
internal sealed class MergeValues
{
    const string New = "__tarn_new";
    const string Nothing = "0";
    const string Update = "1";
    const string Delete = "2";
    const string Insert = "3";

    readonly StatementScope _scope;
    readonly Statement.Merge _merge;
    readonly ImmutableArray<NestedField> _fields;
    readonly ImmutableArray<TypeField> _sourceColumns;
    readonly Dictionary<MergeAction, ColumnAssignments> _assignments = [];

    public MergeValues(StatementScope scope, Statement.Merge merge, Schema schema, ImmutableArray<TypeField> sourceColumns)
    {
        (_scope, _merge, _fields, _sourceColumns) = (scope, merge, schema.Fields, sourceColumns);
        foreach (var clause in merge.Clauses)
            if (clause.Action is MergeAction.Update update) _assignments[update] = ColumnAssignments.Of(scope, merge.Target, schema, update.Set);
    }

    public static string Changes => $"{New}.op IN ({Update}, {Delete})";

    public static string IsUpdate => $"{New}.op = {Update}";

    public static string IsInsert => $"{New}.op = {Insert}";

    /// <summary>The new values as the table's columns.</summary>
    public string Unpacked => string.Join(", ", _fields.Select((f, i) => $"{New}.{Column(i)} AS {Identifiers.Quote(f.Name)}"));

    /// <summary>As what types the expressions are given, once they are asked.</summary>
    public GivenTypes Types { get; } = new();

    public bool Inserts => HasValues(MergeMatch.NotMatched);

    public bool Updates(MergeMatch match) => match != MergeMatch.NotMatched && HasValues(match);

    /// <summary>Expressions for columns that are structs or hold some.</summary>
    public ImmutableArray<TextSlice> Untyped(MergeMatch match) => [.. _merge.Clauses.Where(c => c.Match == match).SelectMany(Untyped).Distinct()];

    IEnumerable<TextSlice> Untyped(MergeClause clause) => clause.Action switch
    {
        MergeAction.Update => _assignments[clause.Action].Untyped,
        MergeAction.Insert insert => Given(insert, clause).Where(g => GivenValue.HasStructs(_fields.First(f => f.Id == g.Key).Type)).Select(g => g.Value).OfType<TextSlice>(),
        _ => [],
    };

    /// <summary>Writes the expression for rows of one kind.</summary>
    public void Compose(TextComposer text, MergeMatch match, string target, string source)
    {
        var clauses = _merge.Clauses.Where(c => c.Match == match).ToArray();
        var decides = clauses[0].Condition is not null;
        if (decides) text.Add("CASE");
        foreach (var clause in clauses)
        {
            if (clause.Condition is { } condition) text.Add(" WHEN ").AddBracketed(condition).Add(" THEN ");
            else if (decides) text.Add(" ELSE ");
            Compose(text, clause, target, source);
        }
        text.Add($"{(decides ? " END" : "")} AS {New}");
    }

    bool HasValues(MergeMatch match) => _merge.Clauses.Any(c => c.Match == match && c.Action is not (MergeAction.Delete or MergeAction.Nothing));

    void Compose(TextComposer text, MergeClause clause, string target, string source)
    {
        var operation = clause.Action switch
        {
            MergeAction.Nothing => Nothing,
            MergeAction.Delete => Delete,
            MergeAction.Update or MergeAction.UpdateAll => Update,
            _ => Insert,
        };
        text.Add($"{{'op': {operation}::TINYINT");
        if (HasValues(clause.Match))
        {
            var given = clause.Action is MergeAction.Insert insert ? Given(insert, clause) : [];
            for (var i = 0; i < _fields.Length; i++)
            {
                text.Add($", '{Column(i)}': ");
                Compose(text, clause, _fields[i], given, target, source);
            }
        }
        text.Add("}");
    }

    void Compose(TextComposer text, MergeClause clause, NestedField field, Dictionary<int, TextSlice?> given, string target, string source)
    {
        switch (clause.Action)
        {
            case MergeAction.Update:
                // The struct of every WHEN has the column's type: what a value is left as is cast too.
                text.Add("CAST(");
                _assignments[clause.Action].Compose(text, field, $"{target}.{Identifiers.Quote(field.Name)}", Types);
                text.Add($" AS {Scans.ExecutorTypes.Sql(field.Type)})");
                return;
            case MergeAction.UpdateAll when IsLeft(field):
                text.Add($"{target}.{Identifiers.Quote(field.Name)}");
                return;
            case MergeAction.InsertAll when IsLeft(field):
                text.Add(DefaultOf(field, clause));
                return;
            case MergeAction.UpdateAll or MergeAction.InsertAll:
                var column = SourceColumn(field, clause);
                text.Add(GivenValue.Cast(field, column.Type, $"{source}.{Identifiers.Quote(column.Name)}"));
                return;
            case MergeAction.Insert when given.TryGetValue(field.Id, out var value):
                Types.Compose(text, field, value);
                return;
            case MergeAction.Insert:
                text.Add(DefaultOf(field, clause));
                return;
            default:
                text.Add(RowValues.Null(field));
                return;
        }
    }

    /// <summary>With schema evolution * takes what the source has: other columns stay as they are, or get their default.</summary>
    bool IsLeft(NestedField field) => _merge.WithSchemaEvolution && !_sourceColumns.Any(c => c.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase));

    string DefaultOf(NestedField field, MergeClause clause) => field.Required && field.WriteDefault is null
        ? throw At($"The column {field.Name} is required and has no default, and this INSERT gives it no value.", clause.Offset)
        : GivenValue.Default(field);

    Dictionary<int, TextSlice?> Given(MergeAction.Insert insert, MergeClause clause)
    {
        if (insert.Columns.IsEmpty)
        {
            return insert.Values.Length == _fields.Length
                ? _fields.Select((f, i) => (f.Id, Value: insert.Values[i])).ToDictionary(p => p.Id, p => p.Value)
                : throw At($"The table {_merge.Target.Name} has {_fields.Length} columns, but VALUES gives {insert.Values.Length}.", clause.Offset);
        }
        var given = new Dictionary<int, TextSlice?>();
        for (var i = 0; i < insert.Columns.Length; i++)
        {
            var (name, offset) = insert.Columns[i];
            var field = _fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw At($"The table {_merge.Target.Name} has no column {name}. It has {string.Join(", ", _fields.Select(f => f.Name))}.", offset);
            if (!given.TryAdd(field.Id, insert.Values[i])) throw At($"The column {name} is listed twice.", offset);
        }
        return given;
    }

    TypeField SourceColumn(NestedField field, MergeClause clause)
    {
        foreach (var column in _sourceColumns)
            if (column.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)) return column;
        throw At($"The source has no column {field.Name}, which * takes from it. It has {string.Join(", ", _sourceColumns.Select(c => c.Name))}. List the columns instead.", clause.Offset);
    }

    static string Column(int index) => $"c{index}";

    EngineException At(string message, int offset) => EngineException.At(EngineErrorKind.Binding, message, _scope.Sql.Text, offset);
}
