using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Warehouses;

/// <summary>A row as templates see it: by number, by name, or unpacked.</summary>
internal sealed class RowValue(IReadOnlyList<WarehouseColumn> columns, IReadOnlyList<object?> values) : PyObject
{
    public override string TypeName => "Row";

    public override int? Length => values.Count;

    public override IEnumerable<object?> Iterate() => values;

    public override string Repr() => $"<agate.Row: ({string.Join(", ", values.Select(PyText.Repr))})>";

    public override bool TryGetItem(object? key, out object? value)
    {
        value = null;
        if (key is not string name)
        {
            return PySequence.TryItem(values, key, out value, items => new PyTuple(items));
        }

        var index = Find(name);
        value = index < 0 ? null : values[index];
        return index >= 0;
    }

    public override object? GetItem(object? key) => TryGetItem(key, out var value) ? value : throw new Jinja.JinjaException("KeyError", PyText.Repr(key));

    public override object? GetAttribute(string name) => name switch
    {
        "keys" => new NativeFunction(name, _ => new PyTuple(columns.Select(c => (object?)c.Name).ToArray()), 0),
        "values" => new NativeFunction(name, _ => new PyTuple(values), 0),
        "items" => new NativeFunction(name, _ => new PyTuple(columns.Select((c, i) => (object?)new PyTuple([c.Name, values[i]])).ToArray()), 0),
        "dict" => new NativeFunction(name, _ => new PyDict(columns.Select((c, i) => KeyValuePair.Create(c.Name, values[i]))), 0),
        "get" => new NativeFunction(name, a => TryGetItem(a[0], out var value) ? value : a.Length > 1 ? a[1] : null, 1, 2),
        _ => Missing.Value,
    };

    private int Find(string name)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
