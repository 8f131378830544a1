namespace Tarn.Transform.Warehouses;

/// <summary>A column of a relation or a result.</summary>
public sealed record WarehouseColumn(string Name, string DataType);
