using System.Collections.Immutable;
using System.Text.Json;

namespace Tarn.Ingest.Sources.Files;

/// <summary>Which version of which file a table holds: the position of a file source, carried by the snapshot that loaded it.</summary>
/// <param name="Versions">By the file's name.</param>
public sealed record FilePosition(ImmutableSortedDictionary<string, string> Versions)
{
    public static FilePosition Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>What a sync has to read: files that are not known, and known ones in another version.</summary>
    public FileChanges ChangesIn(ImmutableArray<SourceFile> listing) => new(
        [.. listing.Where(f => !Versions.ContainsKey(f.Name))],
        [.. listing.Where(f => Versions.TryGetValue(f.Name, out var version) && version != f.Version)]);

    /// <summary>The position after these files were loaded. Files that left the folder stay known: their rows are in the table.</summary>
    public FilePosition After(IEnumerable<SourceFile> loaded) =>
        new(Versions.SetItems(loaded.Select(f => KeyValuePair.Create(f.Name, f.Version))));

    public string ToJson() => JsonSerializer.Serialize(Versions);

    /// <exception cref="JsonException">The text is not a position.</exception>
    public static FilePosition Parse(string json) =>
        new((JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal));
}

/// <summary>What a listing has that a position does not.</summary>
/// <param name="New">Not known yet.</param>
/// <param name="Changed">Loaded before in another version: the rows of that version are replaced.</param>
public sealed record FileChanges(ImmutableArray<SourceFile> New, ImmutableArray<SourceFile> Changed)
{
    public bool IsEmpty => New.IsEmpty && Changed.IsEmpty;
}
