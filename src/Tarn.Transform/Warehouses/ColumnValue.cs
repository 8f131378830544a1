using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Warehouses;

/// <summary>A column as templates see it.</summary>
internal sealed class ColumnValue(string columnName, string dataType) : PyObject
{
    public override string TypeName => "Column";

    public override string Repr() => $"<Column {columnName} ({dataType})>";

    public override object? GetAttribute(string name) => name switch
    {
        "name" or "column" => columnName,
        "quoted" => $"\"{columnName}\"",
        "dtype" or "data_type" or "expanded_data_type" => dataType,
        "is_string" => new NativeFunction(name, _ => dataType.Contains("char", StringComparison.OrdinalIgnoreCase) || dataType.Equals("text", StringComparison.OrdinalIgnoreCase), 0),
        "is_numeric" => new NativeFunction(name, _ => dataType.StartsWith("decimal", StringComparison.OrdinalIgnoreCase), 0),
        "is_integer" => new NativeFunction(name, _ => dataType.EndsWith("int", StringComparison.OrdinalIgnoreCase) || dataType.Equals("integer", StringComparison.OrdinalIgnoreCase), 0),
        _ => Missing.Value,
    };
}
