using System.Collections.Immutable;
using Tarn.Engine.Native;

namespace Tarn.Engine.Results;

/// <summary>A column of a <see cref="TerminalTable"/> with the width that it was given; <see cref="Index"/> is −1 for the mark of left-out columns.</summary>
sealed record TableLayout(int Index, string Name, string TypeName, int Width, bool IsNumber)
{
    /// <summary>No column is cut below this: what is narrower tells nothing.</summary>
    const int Narrowest = 10;

    const string LeftOut = "…";

    public string Align(ImmutableArray<string> row)
    {
        var cell = Index < 0 ? LeftOut : CellWidth.Cut(row[Index], Width);
        var room = new string(' ', Width - CellWidth.Of(cell));
        return IsNumber ? room + cell : cell + room;
    }

    /// <summary>Every column as wide as it needs; too much together, the widest give way first, and then columns in the middle are left out.</summary>
    public static ImmutableArray<TableLayout> Fit(ResultSchema schema, IReadOnlyList<ImmutableArray<string>> rows, int width)
    {
        var columns = schema.Columns.Select((c, i) => Natural(c, i, rows)).ToList();
        while (columns.Count > 1 && Total(columns.Select(c => Math.Min(c.Width, Narrowest))) > width) LeaveOut(columns);
        var widest = columns.Count == 0 ? 0 : columns.Max(c => c.Width);
        while (widest > Narrowest && Total(columns.Select(c => Math.Min(c.Width, widest))) > width) widest--;
        return [.. columns.Select(c => c with { Width = Math.Min(c.Width, Math.Max(widest, 1)) })];
    }

    static TableLayout Natural(ResultColumn column, int index, IReadOnlyList<ImmutableArray<string>> rows)
    {
        var type = column.Type.ToString().ToLowerInvariant();
        var header = Math.Max(CellWidth.Of(column.Name), column.Type.IsNested ? Math.Min(type.Length, 20) : type.Length);
        var width = rows.Aggregate(header, (widest, row) => Math.Max(widest, CellWidth.Of(row[index])));
        return new(index, column.Name, type, Math.Max(width, 1), ScalarText.IsNumber(column.Type.Id) || column.Type.Id is TypeId.Decimal);
    }

    /// <summary>The borders and a space on both sides of each cell.</summary>
    static int Total(IEnumerable<int> widths) => 1 + widths.Sum(w => w + 3);

    static void LeaveOut(List<TableLayout> columns)
    {
        var mark = columns.FindIndex(c => c.Index < 0);
        if (mark < 0)
        {
            mark = columns.Count / 2;
            columns[mark] = new(-1, LeftOut, LeftOut, 1, false);
            return;
        }
        var isRightLonger = columns.Count - mark - 1 >= mark;
        columns.RemoveAt(isRightLonger ? mark + 1 : mark - 1);
    }
}
