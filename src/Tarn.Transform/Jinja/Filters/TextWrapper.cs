using System.Text.RegularExpressions;

namespace Tarn.Transform.Jinja.Filters;

/// <summary>Python's textwrap.wrap, as far as Jinja uses it.</summary>
internal static partial class TextWrapper
{
    public static List<string> Wrap(string text, int width, bool breakLongWords, bool breakOnHyphens)
    {
        if (width <= 0)
        {
            throw JinjaException.Value($"invalid width {width} (must be > 0)");
        }

        var chunks = new Stack<string>(Chunks(text, breakOnHyphens).Reverse());
        var lines = new List<string>();
        while (chunks.Count > 0)
        {
            var line = new List<string>();
            var length = 0;
            if (lines.Count > 0 && string.IsNullOrWhiteSpace(chunks.Peek()))
            {
                chunks.Pop();
            }

            while (chunks.Count > 0 && length + chunks.Peek().Length <= width)
            {
                length += chunks.Peek().Length;
                line.Add(chunks.Pop());
            }

            if (chunks.Count > 0 && chunks.Peek().Length > width)
            {
                BreakLong(chunks, line, width - length, breakLongWords, breakOnHyphens);
            }

            if (line.Count > 0 && string.IsNullOrWhiteSpace(line[^1]))
            {
                line.RemoveAt(line.Count - 1);
            }

            if (line.Count > 0)
            {
                lines.Add(string.Concat(line));
            }
        }

        return lines;
    }

    private static void BreakLong(Stack<string> chunks, List<string> line, int space, bool breakLongWords, bool breakOnHyphens)
    {
        if (breakLongWords)
        {
            var chunk = chunks.Pop();
            var end = Math.Max(space, 1);
            if (space < 1)
            {
                end = 1;
            }

            if (breakOnHyphens && chunk.Length > end)
            {
                var hyphen = chunk.LastIndexOf('-', Math.Max(end - 1, 0));
                end = hyphen > 0 && chunk[..hyphen].Any(c => c != '-') ? hyphen + 1 : end;
            }

            line.Add(chunk[..end]);
            chunks.Push(chunk[end..]);
        }
        else if (line.Count == 0)
        {
            line.Add(chunks.Pop());
        }
    }

    private static IEnumerable<string> Chunks(string text, bool breakOnHyphens) =>
        (breakOnHyphens ? WordsAndHyphens() : Spaces()).Split(text).Where(c => c.Length > 0);

    [GeneratedRegex(@"([\t\n\x0b\x0c\r ]+|(?<=[\w!""'&.,?])-{2,}(?=\w)|[^\t\n\x0b\x0c\r ](?:(?:[^\t\n\x0b\x0c\r ]*?(?:-(?:(?<=[^\d\W]{2}-)|(?<=[^\d\W]-[^\d\W]-))"
        + @"(?=[^\d\W]-?[^\d\W])|(?=[\t\n\x0b\x0c\r ]|\z)|(?<=[\w!""'&.,?])(?=-{2,}\w)))))")]
    private static partial Regex WordsAndHyphens();

    [GeneratedRegex(@"([\t\n\x0b\x0c\r ]+)")]
    private static partial Regex Spaces();
}
