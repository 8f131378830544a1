namespace Tarn.Server.Docs;

/// <summary>A page of the documentation that is part of the program.</summary>
/// <param name="Name">Its file's name without suffix, as in its address: <c>sql-dialect</c>.</param>
/// <param name="Title">Its first heading.</param>
/// <param name="Sections">Its other headings, in order.</param>
/// <param name="Text">All of it, in Markdown.</param>
sealed record DocPage(string Name, string Title, IReadOnlyList<DocSection> Sections, string Text)
{
    /// <summary>Reads the headings of a Markdown text; those in blocks of code are none.</summary>
    public static DocPage Parse(string name, string text)
    {
        var (title, fenced) = (name, false);
        var sections = new List<DocSection>();
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) fenced = !fenced;
            var level = line.TakeWhile(c => c == '#').Count();
            if (fenced || level is 0 or > 6 || line.Length == level || line[level] != ' ') continue;
            var heading = line[level..].Trim().Replace("`", "", StringComparison.Ordinal);
            if (level == 1) title = heading;
            else sections.Add(new DocSection(heading, Anchor(heading, taken), level));
        }
        return new DocPage(name, title, sections, text);
    }

    /// <summary>As GitHub makes them, so that links between the files hold here too: lower case, spaces become dashes, other signs go; one that comes again is numbered.</summary>
    static string Anchor(string heading, Dictionary<string, int> taken)
    {
        var anchor = string.Concat(heading.ToLowerInvariant().Select(c => c == ' ' ? "-" : char.IsLetterOrDigit(c) || c is '-' or '_' ? c.ToString() : ""));
        var before = taken.GetValueOrDefault(anchor);
        taken[anchor] = before + 1;
        return before == 0 ? anchor : $"{anchor}-{before}";
    }
}
