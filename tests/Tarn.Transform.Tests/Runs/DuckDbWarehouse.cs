using Tarn.Engine;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Tests.Runs;

/// <summary>A warehouse over the bare executor: materializations without tables of ours.</summary>
internal sealed class DuckDbWarehouse : IWarehouse
{
    private readonly Instance instance;
    private readonly Lock gate = new();
    private readonly Connection connection;

    public DuckDbWarehouse(string file)
    {
        instance = Instance.Open(file, new Dictionary<string, string>());
        connection = instance.Connect();
    }

    public WarehouseRows Run(string sql, bool fetch, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            try
            {
                using var result = connection.Query(sql, null, cancellationToken);
                var schema = ResultSchema.Of(result);
                var rows = new List<IReadOnlyList<object?>>();
                while (result.Fetch(cancellationToken) is { } chunk)
                {
                    using var batch = new ResultBatch(schema, chunk);
                    WarehouseValues.Add(rows, batch);
                }

                var affected = result.IsChangeCount && rows.Count == 1 ? rows[0][0] as long? : null;
                return new WarehouseRows([.. schema.Columns.Select(c => new WarehouseColumn(c.Name, c.Type.ToString()!))], rows, affected);
            }
            catch (EngineException error)
            {
                throw new DbtException(DbtErrorKind.Database, error.Message, error);
            }
        }
    }

    public IReadOnlyList<WarehouseColumn> Columns(string schema, string name, CancellationToken cancellationToken) =>
        [.. Run($"select column_name, data_type from duckdb_columns() where schema_name = '{schema}' and table_name = '{name}' order by column_index", true, cancellationToken)
            .Rows.Select(r => new WarehouseColumn((string)r[0]!, (string)r[1]!))];

    public IReadOnlyList<WarehouseRelation> Relations(string schema, CancellationToken cancellationToken) =>
        [.. Run($"select table_name, table_type from information_schema.tables where table_schema = '{schema}'", true, cancellationToken)
            .Rows.Select(r => new WarehouseRelation(schema, (string)r[0]!, (string)r[1]! == "VIEW"))];

    public void CreateSchema(string schema, CancellationToken cancellationToken) => Run($"create schema if not exists \"{schema}\"", false, cancellationToken);

    public void Drop(WarehouseRelation relation, CancellationToken cancellationToken) =>
        Run($"drop {(relation.IsView ? "view" : "table")} if exists \"{relation.Schema}\".\"{relation.Name}\"", false, cancellationToken);

    public void Rename(WarehouseRelation relation, string name, CancellationToken cancellationToken) =>
        Run($"alter table \"{relation.Schema}\".\"{relation.Name}\" rename to \"{name}\"", false, cancellationToken);

    public WarehouseRows Upsert(WarehouseRelation relation, IReadOnlyList<string> keys, string query, bool keepRepeatedKeys, CancellationToken cancellationToken)
    {
        var table = $"\"{relation.Schema}\".\"{relation.Name}\"";
        var same = string.Join(" and ", keys.Select(k => $"kept.\"{k}\" is not distinct from incoming.\"{k}\""));
        return Run($"create or replace table {table} as with incoming as materialized ({query}) select * from {table} kept anti join incoming on {same} union all by name from incoming", false, cancellationToken);
    }

    public void Dispose()
    {
        connection.Dispose();
        instance.Dispose();
    }
}
