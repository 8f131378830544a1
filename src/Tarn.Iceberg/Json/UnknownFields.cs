using System.Collections.Immutable;
using System.Text.Json;

namespace Tarn.Iceberg.Json;

/// <summary>JSON members that this library does not know: read, kept as they were, written back after the known ones.</summary>
/// <remarks>A table that a newer writer touched must not lose what that writer put there when an older one commits.</remarks>
public sealed class UnknownFields : IEquatable<UnknownFields>
{
    public static readonly UnknownFields None = new([]);

    readonly ImmutableArray<KeyValuePair<string, string>> _members;

    UnknownFields(ImmutableArray<KeyValuePair<string, string>> members) => _members = members;

    public int Count => _members.Length;

    /// <summary>The member's JSON text, or null.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var member in _members)
                if (member.Key == name) return member.Value;
            return null;
        }
    }

    /// <summary>Every member of a JSON object that is not in <paramref name="known"/>.</summary>
    internal static UnknownFields Collect(JsonElement element, IReadOnlySet<string> known)
    {
        List<KeyValuePair<string, string>>? found = null;
        foreach (var property in element.EnumerateObject())
        {
            if (known.Contains(property.Name)) continue;
            (found ??= []).Add(new(property.Name, property.Value.GetRawText()));
        }
        return found is null ? None : new([.. found]);
    }

    internal void WriteTo(Utf8JsonWriter writer)
    {
        foreach (var (name, json) in _members)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json, skipInputValidation: true);
        }
    }

    public bool Equals(UnknownFields? other) => other is not null && _members.AsSpan().SequenceEqual(other._members.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as UnknownFields);

    public override int GetHashCode() => _members.Length == 0 ? 0 : _members[0].GetHashCode();
}
