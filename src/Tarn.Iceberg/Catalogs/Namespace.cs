using System.Collections.Immutable;

namespace Tarn.Iceberg.Catalogs;

/// <summary>A namespace of any number of levels; none for the root. Compared by value, case-sensitive.</summary>
public sealed record Namespace(params ImmutableArray<string> Levels)
{
    public static Namespace Root { get; } = new([]);

    public bool IsRoot => Levels.IsEmpty;

    /// <summary>The namespace that holds this one.</summary>
    /// <exception cref="IcebergException">This is the root.</exception>
    public Namespace Parent => IsRoot ? throw IcebergException.Invalid("The root namespace has no parent") : new(Levels[..^1]);

    public string Name => IsRoot ? "" : Levels[^1];

    public Namespace Child(string name) => new(Levels.Add(name));

    /// <summary>True where this is below <paramref name="other"/>, or is it.</summary>
    public bool IsWithin(Namespace other) =>
        Levels.Length >= other.Levels.Length && Levels.AsSpan(0, other.Levels.Length).SequenceEqual(other.Levels.AsSpan());

    public bool Equals(Namespace? other) => other is not null && Levels.AsSpan().SequenceEqual(other.Levels.AsSpan());

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var level in Levels) hash.Add(level, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>Levels joined by dots; for people, since a level may hold a dot.</summary>
    public override string ToString() => string.Join('.', Levels);
}
