namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Variables of one function of the compiled template, and the functions around it.</summary>
internal sealed class FunctionScope(FunctionScope? parent)
{
    private readonly Dictionary<string, int> slots = new(StringComparer.Ordinal);

    public int Count => slots.Count;

    public int Declare(string ident)
    {
        if (!slots.TryGetValue(ident, out var slot))
        {
            slots[ident] = slot = slots.Count;
        }

        return slot;
    }

    /// <summary>How many functions outwards the variable lives, and its slot there.</summary>
    public (int Depth, int Slot) Find(string ident)
    {
        var depth = 0;
        for (var scope = this; scope is not null; scope = scope.Outer, depth++)
        {
            if (scope.slots.TryGetValue(ident, out var slot))
            {
                return (depth, slot);
            }
        }

        return (0, Declare(ident));
    }

    private FunctionScope? Outer => parent;

    public Evaluate Reader(string ident)
    {
        var (depth, slot) = Find(ident);
        switch (depth)
        {
            case 0:
                return f => f.Slots[slot];
            case 1:
                return f => f.Parent!.Slots[slot];
            default:
                return f =>
                {
                    var frame = f;
                    for (var i = 0; i < depth; i++)
                    {
                        frame = frame.Parent!;
                    }

                    return frame.Slots[slot];
                };
        }
    }
}
