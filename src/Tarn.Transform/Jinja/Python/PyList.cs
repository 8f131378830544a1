namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's list.</summary>
public sealed class PyList(List<object?> items) : PyObject
{
    public PyList()
        : this([])
    {
    }

    public PyList(IEnumerable<object?> items)
        : this(items.ToList())
    {
    }

    public List<object?> Items { get; } = items;

    public override string TypeName => "list";

    public override int? Length => Items.Count;

    public override bool IsHashable => false;

    public override object? GetItem(object? key) => PySequence.Item(Items, key, "list", slice => new PyList(slice));

    public override bool TryGetItem(object? key, out object? value) => PySequence.TryItem(Items, key, out value, slice => new PyList(slice));

    public override object? GetAttribute(string name) => ListMethods.Table.Bind(this, name);

    /// <summary>Index by index, so that a list that grows while it is iterated is seen to grow.</summary>
    public override IEnumerable<object?> Iterate()
    {
        for (var i = 0; i < Items.Count; i++)
        {
            yield return Items[i];
        }
    }

    public override string Repr() => PyText.ReprSequence("[", Items, "]", this);

    public override bool EqualTo(object? other) => other is PyList list && PySequence.AreEqual(Items, list.Items);

    public override object? Operate(string op, object? right) => (op, right) switch
    {
        ("+", PyList list) => new PyList([.. Items, .. list.Items]),
        ("+", not Undefined) => throw JinjaException.Type($"can only concatenate list (not \"{PyText.TypeName(right)}\") to list"),
        ("*", _) when PyNumber.TryIndex(right, out var count) => new PyList(PySequence.Repeat(Items, count)),
        ("*", not Undefined) => throw JinjaException.Type($"can't multiply sequence by non-int of type '{PyText.TypeName(right)}'"),
        _ => Missing.Value,
    };

    public override object? OperateReflected(string op, object? left) => op == "*" && PyNumber.TryIndex(left, out var count)
        ? new PyList(PySequence.Repeat(Items, count))
        : Missing.Value;
}
