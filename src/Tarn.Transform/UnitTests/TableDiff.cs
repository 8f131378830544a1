using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.UnitTests;

/// <summary>How two tables of the same columns differ, whatever the order of their rows, in the lines that dbt prints: changed cells with an arrow, rows that are only on one side, and what stands beside them.</summary>
internal static class TableDiff
{
    private const string Lost = "---";
    private const string Added = "+++";
    private const string Changed = "\u2192";

    /// <summary>Null where the tables hold the same rows.</summary>
    public static string? Of(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> expected, IEnumerable<IReadOnlyList<object?>> actual)
    {
        var wanted = Sorted(expected);
        var got = Sorted(actual);
        var partners = Match(wanted, got);
        if (wanted.Count == got.Count && partners.Select((g, w) => g >= 0 && wanted[w].SequenceEqual(got[g])).All(same => same))
        {
            return null;
        }

        return Render(columns, Lines(wanted, got, partners));
    }

    private static List<List<string>> Sorted(IEnumerable<IReadOnlyList<object?>> rows) =>
        [.. rows.Order(Comparer<IReadOnlyList<object?>>.Create(Compare)).Select(r => r.Select(v => v is null ? "NULL" : PyText.Str(v)).ToList())];

    private static int Compare(IReadOnlyList<object?> left, IReadOnlyList<object?> right) =>
        left.Zip(right, CompareCells).FirstOrDefault(c => c != 0);

    private static int CompareCells(object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (long or double, long or double) => Convert.ToDouble(left, null).CompareTo(Convert.ToDouble(right, null)),
        _ => string.CompareOrdinal(PyText.Str(left), PyText.Str(right)),
    };

    /// <summary>For each expected row the actual one that it is held against: an equal one, else the one that shares most cells; -1 where none shares any.</summary>
    private static int[] Match(List<List<string>> wanted, List<List<string>> got)
    {
        var partners = Enumerable.Repeat(-1, wanted.Count).ToArray();
        var free = Enumerable.Range(0, got.Count).ToHashSet();
        var pairs = from w in Enumerable.Range(0, wanted.Count)
                    from g in Enumerable.Range(0, got.Count)
                    let shared = wanted[w].Zip(got[g]).Count(c => c.First == c.Second)
                    where shared > 0
                    orderby shared descending, w, g
                    select (w, g);
        foreach (var (w, g) in pairs)
        {
            if (partners[w] < 0 && free.Remove(g))
            {
                partners[w] = g;
            }
        }

        return partners;
    }

    private static List<(string Mark, List<string> Cells)> Lines(List<List<string>> wanted, List<List<string>> got, int[] partners)
    {
        var extra = Enumerable.Range(0, got.Count).Except(partners).Order().ToList();
        var lines = new List<(string Mark, List<string> Cells)>();
        void AddExtra(int before)
        {
            foreach (var g in extra.Where(g => g < before).ToList())
            {
                lines.Add((Added, got[g]));
                extra.Remove(g);
            }
        }

        for (var w = 0; w < wanted.Count; w++)
        {
            if (partners[w] < 0)
            {
                lines.Add((Lost, wanted[w]));
                continue;
            }

            AddExtra(partners[w]);
            var row = wanted[w].Zip(got[partners[w]], (e, a) => e == a ? e : $"{e}{Changed}{a}").ToList();
            lines.Add((row.SequenceEqual(wanted[w]) ? string.Empty : Changed, row));
        }

        AddExtra(int.MaxValue);
        return lines;
    }

    /// <summary>Equal rows are shown only beside changed ones; dots stand for the others.</summary>
    private static string Render(IReadOnlyList<string> columns, List<(string Mark, List<string> Cells)> lines)
    {
        var shown = new List<(string Mark, List<string> Cells)> { ("@@", [.. columns]) };
        for (var i = 0; i < lines.Count; i++)
        {
            var isNear = lines[i].Mark.Length > 0 || (i > 0 && lines[i - 1].Mark.Length > 0) || (i + 1 < lines.Count && lines[i + 1].Mark.Length > 0);
            if (isNear)
            {
                shown.Add(lines[i]);
            }
            else if (shown[^1].Mark != "...")
            {
                shown.Add(("...", [.. columns.Select(_ => "...")]));
            }
        }

        var table = shown.ConvertAll(l => l.Cells.Prepend(l.Mark).ToList());
        var widths = Enumerable.Range(0, columns.Count + 1).Select(c => table.Max(r => r[c].Length)).ToList();
        return string.Join('\n', table.Select(r => string.Join(',', r.Select((cell, c) => c == columns.Count ? cell : cell.PadRight(widths[c])))));
    }
}
