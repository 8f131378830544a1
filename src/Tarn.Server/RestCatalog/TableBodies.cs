namespace Tarn.Server.RestCatalog;

/// <summary>Bodies of table answers by their tag, which names a version that never changes; the least recently used go first.</summary>
/// <remarks>Writers that meet on one table all load the version that beat them: it is made into JSON once.</remarks>
sealed class TableBodies
{
    const long MaxBytes = 64 << 20;

    readonly Lock _gate = new();
    readonly Dictionary<string, LinkedListNode<(string Tag, ReadOnlyMemory<byte> Body)>> _bodies = new(StringComparer.Ordinal);
    readonly LinkedList<(string Tag, ReadOnlyMemory<byte> Body)> _byUse = [];
    long _bytes;

    public RestAnswer Of(string tag, Func<RestAnswer> make)
    {
        lock (_gate)
            if (_bodies.TryGetValue(tag, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return new RestAnswer(200, node.Value.Body);
            }
        var made = make();
        Add(tag, made.Body!.Value);
        return made;
    }

    void Add(string tag, ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxBytes / 4) return;
        lock (_gate)
        {
            if (!_bodies.TryAdd(tag, _byUse.AddFirst((tag, body)))) _byUse.RemoveFirst();
            else _bytes += body.Length;
            while (_bytes > MaxBytes)
            {
                var last = _byUse.Last!.Value;
                _bytes -= last.Body.Length;
                _ = _bodies.Remove(last.Tag);
                _byUse.RemoveLast();
            }
        }
    }
}
