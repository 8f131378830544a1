using System.Text.RegularExpressions;
using Tarn.Transform.Jinja;

namespace Tarn.Transform.Rendering;

/// <summary>Finds the top-level blocks of a file without parsing what is inside them, as dbt does.</summary>
public static partial class BlockScanner
{
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal) { "macro", "test", "data_test", "materialization", "docs", "snapshot" };

    public static IReadOnlyList<SourceBlock> Scan(string source)
    {
        var blocks = new List<SourceBlock>();
        Match? open = null;
        for (var match = Tag().Match(source); match.Success; match = match.NextMatch())
        {
            var word = match.Groups["word"].Value;
            if (open is null && Kinds.Contains(word))
            {
                open = match;
            }
            else if (open is not null && word == "end" + open.Groups["word"].Value)
            {
                blocks.Add(Block(source, open, match));
                open = null;
            }
        }

        if (open is not null)
        {
            var kind = open.Groups["word"].Value;
            var line = source.AsSpan(0, open.Index).Count('\n') + 1;
            throw new JinjaException("CompilationError", $"Reached EOF without finding a close tag for {kind} (searched from line {line})");
        }

        return blocks;
    }

    private static SourceBlock Block(string source, Match open, Match close)
    {
        var bodyStart = open.Index + open.Length;
        return new SourceBlock(
            open.Groups["word"].Value,
            open.Groups["name"].Value,
            source[open.Index..(close.Index + close.Length)],
            source[bodyStart..close.Index],
            open.Groups["rest"].Value);
    }

    /// <summary>Comments and raw blocks are passed over; strings inside a tag may hold its end mark.</summary>
    [GeneratedRegex("""\{\#.*?\#\}|\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}|\{%[-+]?\s*(?<word>\w+)(?:\s+(?<name>\w+))?(?<rest>(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"'%]|%(?!\}))*?)[-+]?%\}""", RegexOptions.Singleline)]
    private static partial Regex Tag();
}
