using Tarn.Engine;
using Tarn.Engine.Sessions;

namespace Tarn.Transform.Warehouses;

/// <summary>A warehouse over a session of the engine: tables are Iceberg tables, and each statement is one commit.</summary>
public sealed class SessionWarehouse(Session session, IProgress<WorkProgress>? progress = null) : IWarehouse
{
    public WarehouseRows Run(string sql, bool fetch, CancellationToken cancellationToken) => Translate(() => BlockingCalls.Run(async () =>
    {
        await using var result = await session.ExecuteAsync(sql, null, progress, cancellationToken).ConfigureAwait(false);
        var columns = result.Schema?.Columns.Select(c => new WarehouseColumn(c.Name, c.Type.ToString()!)).ToList() ?? [];
        var rows = new List<IReadOnlyList<object?>>();
        await foreach (var batch in result.Batches.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                if (fetch)
                {
                    WarehouseValues.Add(rows, batch);
                }
            }
        }

        return new WarehouseRows(columns, rows, result.RowsAffected);
    }));

    public IReadOnlyList<WarehouseColumn> Columns(string schema, string name, CancellationToken cancellationToken) => Relations(schema, cancellationToken).Any(r => r.Name == name)
        ? Run($"describe \"{schema}\".\"{name}\"", fetch: true, cancellationToken).Rows.Select(r => new WarehouseColumn((string)r[0]!, (string)r[1]!)).ToList()
        : [];

    public IReadOnlyList<WarehouseRelation> Relations(string schema, CancellationToken cancellationToken)
    {
        try
        {
            return Run($"show tables in \"{schema}\"", fetch: true, cancellationToken).Rows
                .Select(r => new WarehouseRelation(schema, (string)r[1]!, string.Equals((string)r[2]!, "view", StringComparison.OrdinalIgnoreCase))).ToList();
        }
        catch (DbtException error) when (error.InnerException is EngineException { Kind: EngineErrorKind.NotFound })
        {
            return [];
        }
    }

    public void CreateSchema(string schema, CancellationToken cancellationToken) => Run($"create schema if not exists \"{schema}\"", false, cancellationToken);

    public void Drop(WarehouseRelation relation, CancellationToken cancellationToken) =>
        Run($"drop {(relation.IsView ? "view" : "table")} if exists \"{relation.Schema}\".\"{relation.Name}\"", false, cancellationToken);

    public void Rename(WarehouseRelation relation, string name, CancellationToken cancellationToken) =>
        Run($"alter table \"{relation.Schema}\".\"{relation.Name}\" rename to \"{name}\"", false, cancellationToken);

    public WarehouseRows Upsert(WarehouseRelation relation, IReadOnlyList<string> keys, string query, bool keepRepeatedKeys, CancellationToken cancellationToken) =>
        Translate(() => BlockingCalls.Run(async () =>
        {
            var target = new UpsertTarget([relation.Schema, relation.Name], [.. keys], keepRepeatedKeys);
            await using var result = await session.UpsertAsync(query, target, progress, cancellationToken).ConfigureAwait(false);
            return new WarehouseRows([], [], result.RowsAffected);
        }));

    public void Dispose()
    {
        // The session belongs to whoever opened it.
    }

    private static T Translate<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (EngineException error)
        {
            throw new DbtException(DbtErrorKind.Database, error.Message, error);
        }
    }
}
