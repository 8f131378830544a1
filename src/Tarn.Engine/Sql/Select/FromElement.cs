namespace Tarn.Engine.Sql.Select;

/// <summary>Something in a FROM: its name there, and the table reference if it is one of ours.</summary>
internal sealed record FromElement(string Name, TableReference? Table);
