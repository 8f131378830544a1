namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's range.</summary>
public sealed class PyRange(long start, long stop, long step) : PyObject
{
    public override string TypeName => "range";

    public override int? Length => (int)Math.Min(int.MaxValue, Count);

    public long Count => step > 0
        ? Math.Max(0, (stop - start + step - 1) / step)
        : Math.Max(0, (start - stop - step - 1) / -step);

    public override string Repr() => step == 1 ? $"range({start}, {stop})" : $"range({start}, {stop}, {step})";

    public override object? GetItem(object? key)
    {
        if (key is PySlice slice)
        {
            return Slice(slice);
        }

        if (!PyNumber.TryIndex(key, out var index))
        {
            throw JinjaException.Type($"range indices must be integers or slices, not {PyText.TypeName(key)}");
        }

        var position = index < 0 ? index + Count : index;
        return position >= 0 && position < Count
            ? start + (position * step)
            : throw new JinjaException("IndexError", "range object index out of range");
    }

    public override bool TryGetItem(object? key, out object? value)
    {
        value = null;
        if (key is not PySlice && (!PyNumber.TryIndex(key, out var index) || index >= Count || index < -Count))
        {
            return false;
        }

        value = GetItem(key);
        return true;
    }

    public override object? GetAttribute(string name) => name switch
    {
        "start" => start,
        "stop" => stop,
        "step" => step,
        "count" => new NativeFunction("count", a => Contains(a[0]) == true ? 1L : 0L, 1),
        "index" => new NativeFunction("index", Position, 1),
        _ => Missing.Value,
    };

    public override IEnumerable<object?> Iterate()
    {
        for (var i = 0L; i < Count; i++)
        {
            yield return start + (i * step);
        }
    }

    public override bool? Contains(object? item)
    {
        if (!PyNumber.TryIndex(item, out var number) && !(item is double real && real == Math.Floor(real) && PyNumber.TryIndex((long)real, out number)))
        {
            return false;
        }

        return (step > 0 ? number >= start && number < stop : number <= start && number > stop) && (number - start) % step == 0;
    }

    public override bool EqualTo(object? other) => other is PyRange range && PySequence.AreEqual(Iterate().ToList(), range.Iterate().ToList());

    public override int PythonHash() => HashCode.Combine(Count, start, step);

    private object? Position(object?[] arguments) => Contains(arguments[0]) == true
        ? (Convert.ToInt64(arguments[0], null) - start) / step
        : throw JinjaException.Value($"{PyText.Repr(arguments[0])} is not in range");

    private PyRange Slice(PySlice slice)
    {
        var indices = slice.Indices((int)Count).ToList();
        var stride = indices.Count > 1 ? (indices[1] - indices[0]) * step : step;
        var first = indices.Count > 0 ? start + (indices[0] * step) : start;
        return new PyRange(first, first + (indices.Count * stride), stride);
    }
}
