namespace Tarn.Transform.Jinja.Python;

/// <summary>Arguments of a call, as written: positional, then named in order.</summary>
public readonly struct Arguments(object?[] positional, IReadOnlyList<KeyValuePair<string, object?>> named)
{
    public static readonly Arguments None = new([], []);

    public Arguments(params object?[] positional)
        : this(positional, [])
    {
    }

    public object?[] Positional { get; } = positional;

    public IReadOnlyList<KeyValuePair<string, object?>> Named { get; } = named;

    public int Count => Positional.Length + Named.Count;

    /// <summary>The same arguments with one more in front, as a bound method passes its object.</summary>
    public Arguments Prepend(object? first) => new([first, .. Positional], Named);

    public Arguments WithoutFirst() => new(Positional[1..], Named);

    public bool TryGetNamed(string name, out object? value)
    {
        foreach (var pair in Named)
        {
            if (pair.Key == name)
            {
                value = pair.Value;
                return true;
            }
        }

        value = null;
        return false;
    }
}
