namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's slice.</summary>
public sealed class PySlice(object? start, object? stop, object? step) : PyObject
{
    public override string TypeName => "slice";

    public override bool IsHashable => false;

    public override string Repr() => $"slice({PyText.Repr(start)}, {PyText.Repr(stop)}, {PyText.Repr(step)})";

    public IEnumerable<int> Indices(int length)
    {
        var stride = Bound(step) ?? 1;
        if (stride == 0)
        {
            throw JinjaException.Value("slice step cannot be zero");
        }

        var lower = stride < 0 ? -1 : 0;
        var upper = stride < 0 ? length - 1 : length;
        var from = Clamp(Bound(start), stride < 0 ? upper : lower, length, lower, upper);
        var to = Clamp(Bound(stop), stride < 0 ? lower : upper, length, lower, upper);
        return Walk(from, to, stride);
    }

    private static IEnumerable<int> Walk(long from, long to, long stride)
    {
        for (var i = from; stride < 0 ? i > to : i < to; i += stride)
        {
            yield return (int)i;
        }
    }

    private static long Clamp(long? value, long otherwise, int length, long lower, long upper)
    {
        if (value is not { } number)
        {
            return otherwise;
        }

        if (number < 0)
        {
            number += length;
        }

        return Math.Clamp(number, lower, upper);
    }

    private static long? Bound(object? value)
    {
        if (value is null)
        {
            return null;
        }

        return PyNumber.TryIndex(value, out var index)
            ? Math.Clamp(index, -int.MaxValue, int.MaxValue)
            : throw JinjaException.Type("slice indices must be integers or None or have an __index__ method");
    }
}
