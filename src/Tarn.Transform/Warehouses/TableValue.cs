using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Warehouses;

/// <summary>A result as templates see it: dbt's agate table.</summary>
internal sealed class TableValue(WarehouseRows result) : PyObject
{
    public WarehouseRows Result => result;

    public override string TypeName => "Table";

    public override int? Length => result.Rows.Count;

    public override bool IsTrue => true;

    public override IEnumerable<object?> Iterate() => Rows;

    private IEnumerable<object?> Rows => result.Rows.Select(r => (object?)new RowValue(result.Columns, r));

    public override object? GetItem(object? key) => PySequence.Item(Rows.ToList(), key, "list", items => new PyList(items));

    public override bool TryGetItem(object? key, out object? value) => PySequence.TryItem(Rows.ToList(), key, out value, items => new PyList(items));

    public override object? GetAttribute(string name) => name switch
    {
        "rows" => new PyList(Rows),
        "columns" => new ColumnsValue(result),
        "column_names" => new PyTuple(result.Columns.Select(c => (object?)c.Name).ToArray()),
        "column_types" => new PyTuple(result.Columns.Select(c => (object?)c.DataType).ToArray()),
        "print_table" or "print_csv" or "print_json" => new NativeFunction(name, (_, _) => null),
        _ => Missing.Value,
    };

    private sealed class ColumnsValue(WarehouseRows result) : PyObject
    {
        public override string TypeName => "MappedSequence";

        public override int? Length => result.Columns.Count;

        public override IEnumerable<object?> Iterate() => Enumerable.Range(0, result.Columns.Count).Select(Column);

        public override bool TryGetItem(object? key, out object? value)
        {
            value = null;
            var index = key is string name ? result.Columns.ToList().FindIndex(c => c.Name == name) : PyNumber.TryIndex(key, out var number) ? (int)number : -1;
            if (index < 0 || index >= result.Columns.Count)
            {
                return false;
            }

            value = Column(index);
            return true;
        }

        public override object? GetAttribute(string name) => name switch
        {
            "keys" => new NativeFunction(name, _ => new PyList(result.Columns.Select(c => (object?)c.Name)), 0),
            "values" => new NativeFunction(name, _ => new PyList(Iterate()), 0),
            _ => Missing.Value,
        };

        private object? Column(int index) => new ResultColumnValue(result.Columns[index], result.Rows.Select(r => r[index]).ToList());
    }

    private sealed class ResultColumnValue(WarehouseColumn column, List<object?> values) : PyObject
    {
        public override string TypeName => "Column";

        public override int? Length => values.Count;

        public override IEnumerable<object?> Iterate() => values;

        public override bool TryGetItem(object? key, out object? value) => PySequence.TryItem(values, key, out value, items => new PyList(items));

        public override object? GetAttribute(string name) => name switch
        {
            "name" => column.Name,
            "values" => new NativeFunction(name, _ => new PyTuple(values), 0),
            "values_distinct" => new NativeFunction(name, _ => new PyTuple(new PySet(values).Members.ToList()), 0),
            _ => Missing.Value,
        };
    }
}
