using System.Collections;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Items of a loop that pass its condition. Its length is unknown until it was walked.</summary>
internal sealed class PyFiltered(IEnumerable<object?> items, Func<object?, bool> keep) : IEnumerable<object?>
{
    public IEnumerator<object?> GetEnumerator() => items.Where(keep).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
