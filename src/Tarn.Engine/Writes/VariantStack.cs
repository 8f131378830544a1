namespace Tarn.Engine.Writes;

/// <summary>Room for the lists of objects and arrays that are open, one behind the other.</summary>
sealed class VariantStack<T>
{
    int _length;

    /// <summary>All of them; another array after each <see cref="Take"/>.</summary>
    public T[] Items { get; private set; } = new T[64];

    /// <summary>Makes room for a list and returns where it begins.</summary>
    public int Take(int count)
    {
        var start = _length;
        _length += count;
        if (_length > Items.Length) Items = [.. Items, .. new T[_length]];
        return start;
    }

    /// <summary>Gives back a list and what was taken after it.</summary>
    public void Return(int start) => _length = start;
}
