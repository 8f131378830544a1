namespace Tarn.Transform.Warehouses;

/// <summary>
/// What materializations need of a database. Synchronous: templates call it in the middle of an expression, each node on a thread of its own.
/// </summary>
/// <remarks>Implemented over a session of the engine, and over a bare executor in tests. Every call may raise <see cref="DbtException"/> of kind Database.</remarks>
public interface IWarehouse : IDisposable
{
    /// <summary>Runs one statement. Rows are only kept if asked for.</summary>
    WarehouseRows Run(string sql, bool fetch, CancellationToken cancellationToken);

    /// <summary>Columns of a relation in order; empty if it does not exist.</summary>
    IReadOnlyList<WarehouseColumn> Columns(string schema, string name, CancellationToken cancellationToken);

    IReadOnlyList<WarehouseRelation> Relations(string schema, CancellationToken cancellationToken);

    void CreateSchema(string schema, CancellationToken cancellationToken);

    void Drop(WarehouseRelation relation, CancellationToken cancellationToken);

    /// <summary>Puts the rows of a query, which may read the table itself, into a table by key: one commit.</summary>
    /// <param name="relation">The table.</param>
    /// <param name="keys">Columns that identify a row.</param>
    /// <param name="query">Its columns have the names of the table's.</param>
    /// <param name="keepRepeatedKeys">Keep all rows of a key that comes more than once, instead of refusing them.</param>
    /// <param name="cancellationToken">Cancels; nothing is changed then.</param>
    WarehouseRows Upsert(WarehouseRelation relation, IReadOnlyList<string> keys, string query, bool keepRepeatedKeys, CancellationToken cancellationToken);

    void Rename(WarehouseRelation relation, string name, CancellationToken cancellationToken);
}
