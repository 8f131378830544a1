using System.Collections.Immutable;

namespace Tarn.Iceberg.Json;

/// <summary>Property maps: ordinal, sorted so that the same metadata always gives the same bytes.</summary>
public static class StringMaps
{
    public static readonly ImmutableSortedDictionary<string, string> Empty =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static ImmutableSortedDictionary<string, string> Of(params ReadOnlySpan<(string Key, string Value)> entries)
    {
        var builder = Empty.ToBuilder();
        foreach (var (key, value) in entries) builder[key] = value;
        return builder.ToImmutable();
    }

    internal static bool Same(ImmutableSortedDictionary<string, string> a, ImmutableSortedDictionary<string, string> b) =>
        ReferenceEquals(a, b) || (a.Count == b.Count && a.SequenceEqual(b));
}
