namespace Tarn.Transform.Jinja.Python;

/// <summary>A lazy sequence that can be walked once: a generator, a map, a reversed list.</summary>
public sealed class PyIterator(IEnumerable<object?> source, string typeName = "generator") : PyObject
{
    private IEnumerator<object?>? enumerator;

    public override string TypeName => typeName;

    public override bool IsTrue => true;

    public override string Repr() => typeName == "generator" ? "<generator object>" : $"<{typeName} object at 0x7f0000000000>";

    public override IEnumerable<object?> Iterate()
    {
        enumerator ??= source.GetEnumerator();
        while (enumerator.MoveNext())
        {
            yield return enumerator.Current;
        }
    }
}
