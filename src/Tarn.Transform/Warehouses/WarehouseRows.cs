namespace Tarn.Transform.Warehouses;

/// <summary>What a statement answered: rows as the values of templates, and how many rows it changed where the warehouse says so.</summary>
public sealed record WarehouseRows(IReadOnlyList<WarehouseColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows, long? RowsAffected);
