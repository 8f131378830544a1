namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's tuple; with field names it is a named tuple that prints as a plain one.</summary>
public sealed class PyTuple(IReadOnlyList<object?> items, params string[] fields) : PyObject
{
    public static readonly PyTuple Empty = new([]);

    public IReadOnlyList<object?> Items { get; } = items;

    public override string TypeName => "tuple";

    public override int? Length => Items.Count;

    public override bool IsHashable => true;

    public override object? GetItem(object? key) => PySequence.Item(Items, key, "tuple", slice => new PyTuple(slice));

    public override bool TryGetItem(object? key, out object? value) => PySequence.TryItem(Items, key, out value, slice => new PyTuple(slice));

    public override object? GetAttribute(string name)
    {
        var index = Array.IndexOf(fields, name);
        return index >= 0 ? Items[index] : TupleMethods.Table.Bind(this, name);
    }

    public override IEnumerable<object?> Iterate() => Items;

    public override string Repr() => Items.Count == 1 ? $"({PyText.Repr(Items[0])},)" : PyText.ReprSequence("(", Items, ")", this);

    public override bool EqualTo(object? other) => other is PyTuple tuple && PySequence.AreEqual(Items, tuple.Items);

    public override int PythonHash()
    {
        var hash = default(HashCode);
        foreach (var item in Items)
        {
            hash.Add(PyEquality.Hash(PyEquality.Wrap(item)));
        }

        return hash.ToHashCode();
    }

    public override object? Operate(string op, object? right) => (op, right) switch
    {
        ("+", PyTuple tuple) => new PyTuple([.. Items, .. tuple.Items]),
        ("+", not Undefined) => throw JinjaException.Type($"can only concatenate tuple (not \"{PyText.TypeName(right)}\") to tuple"),
        ("*", _) when PyNumber.TryIndex(right, out var count) => new PyTuple(PySequence.Repeat(Items, count)),
        ("*", not Undefined) => throw JinjaException.Type($"can't multiply sequence by non-int of type '{PyText.TypeName(right)}'"),
        _ => Missing.Value,
    };

    public override object? OperateReflected(string op, object? left) => op == "*" && PyNumber.TryIndex(left, out var count)
        ? new PyTuple(PySequence.Repeat(Items, count))
        : Missing.Value;
}
