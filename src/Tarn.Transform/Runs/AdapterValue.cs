using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Runs;

/// <summary>dbt's <c>adapter</c> at run time, over a warehouse.</summary>
internal sealed class AdapterValue(MacroLibrary macros, DbtProject root, Func<MacroNames> scope, IWarehouse warehouse, string database, CancellationToken cancellationToken)
    : DispatchValue(macros, root, scope)
{
    /// <summary>What the last statement said, for run results.</summary>
    public WarehouseRows? LastResult { get; private set; }

    public override object? GetAttribute(string name) => name switch
    {
        "run_statement" => Function("run_statement(sql, fetch=False)", a => Run(PyText.Str(a[0]), PyIteration.IsTrue(a[1]))),
        "execute" => Function("execute(sql, auto_begin=False, fetch=False, limit=None)", a => Run(PyText.Str(a[0]), PyIteration.IsTrue(a[2]))),
        "add_query" => Function("add_query(sql, auto_begin=True, bindings=None, abridge_sql_log=False)", a => Run(PyText.Str(a[0]), false)),
        "get_relation" => Function("get_relation(database=None, schema=None, identifier=None)", a => Find(PyText.Str(a[1]), PyText.Str(a[2]))),
        "load_relation" => Function("load_relation(relation)", a => Find(Relation(a[0]).Schema!, Relation(a[0]).Identifier!)),
        "list_relations_without_caching" or "list_relations" => Function("list_relations(schema_relation=None, schema=None)", a => new PyList(List(a[0] is RelationValue r ? r.Schema! : PyText.Str(a[1] ?? a[0])))),
        "get_columns_in_relation" => Function("get_columns_in_relation(relation)", a => Columns(Relation(a[0]))),
        "get_column_schema_from_query" => Function("get_column_schema_from_query(sql)", a => ColumnsOf(PyText.Str(a[0]))),
        "get_hard_deletes_behavior" => Function("get_hard_deletes_behavior(config)", a => HardDeletes((PyObject)a[0]!)),
        "not_yet" => Function("not_yet(feature)", a => throw DbtException.NotYet(PyText.Str(a[0]))),
        "get_missing_columns" => Function("get_missing_columns(from_relation, to_relation)", a => MissingColumns(Relation(a[0]), Relation(a[1]))),
        "check_schema_exists" => Function("check_schema_exists(database, schema)", a => warehouse.Relations(PyText.Str(a[1]), cancellationToken).Count > 0),
        "create_schema" => Function("create_schema(relation)", a => Do(() => warehouse.CreateSchema(Relation(a[0]).Schema!, cancellationToken))),
        "drop_relation" => Function("drop_relation(relation)", a => Do(() => Drop(a[0]))),
        "rename_relation" => Function("rename_relation(from_relation, to_relation)", a => Do(() => warehouse.Rename(Existing(a[0]), Relation(a[1]).Identifier!, cancellationToken))),
        "truncate_relation" => Function("truncate_relation(relation)", a => Run($"truncate table {PyText.Str(a[0])}", false)),
        "upsert" => Function("upsert(relation, sql, keys, keep_repeated_keys=False)", a => Upsert(Relation(a[0]), PyText.Str(a[1]), PyIteration.ToList(a[2]), PyIteration.IsTrue(a[3]))),
        "quote_as_configured" => Function("quote_as_configured(identifier, quote_key)", a => $"\"{PyText.Str(a[0])}\""),
        "quote_seed_column" => Function("quote_seed_column(column, quote_config=None)", a => $"\"{PyText.Str(a[0])}\""),
        "expand_target_column_types" or "commit" or "cache_renamed" or "cache_added" or "cache_dropped" or "verify_database" or "drop_schema" =>
            new NativeFunction(name, (_, _) => string.Empty),
        "dispatch" or "type" or "quote" => base.GetAttribute(name),
        _ => Missing.Value,
    };

    private static NativeFunction Function(string signature, Func<object?[], object?> body) => new(new Signature(signature), (_, a) => body(a));

    private static RelationValue Relation(object? value) => value as RelationValue
        ?? throw new JinjaException("CompilationError", $"expected a relation, got {PyText.Repr(value)}");

    /// <summary>What a snapshot does with rows that its query gives no more: <c>hard_deletes</c>, or the older flag.</summary>
    private static string HardDeletes(PyObject config)
    {
        object? Get(string key) => ((PyObject)config.GetAttribute("get")!).Call(new CallContext(Rendering.DbtEnvironments.Text, null, false), new Arguments(key));
        return Get("hard_deletes") is { } given ? PyText.Str(given) : PyIteration.IsTrue(Get("invalidate_hard_deletes")) ? "invalidate" : "ignore";
    }

    private PyTuple Run(string sql, bool fetch)
    {
        var text = sql.Trim().TrimEnd(';');
        if (text.Length == 0)
        {
            return new PyTuple(["OK", new TableValue(new WarehouseRows([], [], null))]);
        }

        LastResult = warehouse.Run(text, fetch, cancellationToken);
        return new PyTuple(["OK", new TableValue(LastResult)]);
    }

    private PyTuple Upsert(RelationValue relation, string query, List<object?> keys, bool keepRepeatedKeys)
    {
        var names = keys.Select(k => PyText.Str(k).Trim('"')).ToList();
        LastResult = warehouse.Upsert(new WarehouseRelation(relation.Schema!, relation.Identifier!, false), names, query, keepRepeatedKeys, cancellationToken);
        return new PyTuple(["OK", new TableValue(LastResult)]);
    }

    private static string Do(Action action)
    {
        action();
        return string.Empty;
    }

    private object? Find(string schema, string name) => warehouse.Relations(schema, cancellationToken).FirstOrDefault(r => r.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
        ? Of(found)
        : null;

    private IEnumerable<object?> List(string schema) => warehouse.Relations(schema, cancellationToken).Select(Of);

    private RelationValue Of(WarehouseRelation relation) => new(database, relation.Schema, relation.Name, relation.IsView ? "view" : "table");

    private static WarehouseRelation Existing(object? value)
    {
        var relation = Relation(value);
        return new WarehouseRelation(relation.Schema!, relation.Identifier!, relation.Type == "view");
    }

    private void Drop(object? value)
    {
        if (value is RelationValue { Type: not null })
        {
            warehouse.Drop(Existing(value), cancellationToken);
        }
        else if (value is RelationValue relation && Find(relation.Schema!, relation.Identifier!) is { } known)
        {
            warehouse.Drop(Existing(known), cancellationToken);
        }
    }

    private PyList Columns(RelationValue relation) =>
        new(warehouse.Columns(relation.Schema!, relation.Identifier!, cancellationToken).Select(c => (object?)new Warehouses.ColumnValue(c.Name, c.DataType)));

    private PyList ColumnsOf(string query) => new(
        warehouse.Run($"select * from (\n{query}\n) as described limit 0", fetch: true, cancellationToken).Columns.Select(c => (object?)new Warehouses.ColumnValue(c.Name, c.DataType)));

    private PyList MissingColumns(RelationValue from, RelationValue to)
    {
        var known = warehouse.Columns(to.Schema!, to.Identifier!, cancellationToken).Select(c => c.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new PyList(warehouse.Columns(from.Schema!, from.Identifier!, cancellationToken).Where(c => !known.Contains(c.Name)).Select(c => (object?)new Warehouses.ColumnValue(c.Name, c.DataType)));
    }
}
