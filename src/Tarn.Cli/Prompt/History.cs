using System.Text.Json;

namespace Tarn.Cli.Prompt;

/// <summary>Entered statements, oldest first, kept in a file of JSON strings (one a line, so that a statement may span lines).</summary>
/// <remarks>Several prompts may share the file: each appends whole lines; a line that does not parse is skipped.</remarks>
sealed class History
{
    const int MaxEntries = 5000;
    readonly string? path;
    readonly List<string> entries;

    History(string? path, List<string> entries) => (this.path, this.entries) = (path, entries);

    public IReadOnlyList<string> Entries => entries;

    public static History InMemory() => new(null, []);

    public static History Load(string path)
    {
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        var entries = lines.Select(Parse).OfType<string>().TakeLast(MaxEntries).ToList();
        if (lines.Length > 2 * MaxEntries) File.WriteAllLines(path, entries.Select(Format));
        return new History(path, entries);
    }

    /// <summary>Adds a statement unless it repeats the last one.</summary>
    public void Add(string statement)
    {
        if (string.IsNullOrWhiteSpace(statement) || (entries.Count > 0 && entries[^1] == statement)) return;
        entries.Add(statement);
        if (path is not null) File.AppendAllText(path, Format(statement) + "\n");
    }

    /// <summary>The newest entry before <paramref name="before"/> that contains <paramref name="needle"/>, or -1.</summary>
    public int FindBack(string needle, int before)
    {
        for (var i = Math.Min(before, entries.Count) - 1; i >= 0; i--)
            if (entries[i].Contains(needle, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }

    static string Format(string statement) => '"' + JsonEncodedText.Encode(statement).ToString() + '"';

    static string? Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line).RootElement.GetString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
