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

    /// <summary>Replaces all rows of a table by those of a query that may read the table itself: one commit.</summary>
    WarehouseRows Overwrite(WarehouseRelation relation, string query, CancellationToken cancellationToken);

    void Rename(WarehouseRelation relation, string name, CancellationToken cancellationToken);
}
