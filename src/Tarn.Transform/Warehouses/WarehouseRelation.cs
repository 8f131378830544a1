namespace Tarn.Transform.Warehouses;

/// <summary>A table or view of the warehouse.</summary>
/// <param name="Schema">Namespace.</param>
/// <param name="Name">Identifier.</param>
/// <param name="IsView">False for tables.</param>
public sealed record WarehouseRelation(string Schema, string Name, bool IsView);
