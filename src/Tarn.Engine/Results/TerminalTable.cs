using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Tarn.Engine.Results;

/// <summary>An answer as a table for a terminal: names, types below them, values cut to the width, numbers to the right.</summary>
/// <remarks>Collects the first and the last rows while batches pass, so an answer of any length is drawn in bounded memory; drawing itself has no effects.</remarks>
public sealed class TerminalTable(ResultSchema schema, TerminalTableOptions options)
{
    readonly List<ImmutableArray<string>> _head = [];
    readonly Queue<ImmutableArray<string>> _tail = new();
    long _rows;

    /// <summary>Takes the rows that will be shown; may be called until the answer ends.</summary>
    public void Add(ResultBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var headRows = options.MaxRows - (options.MaxRows / 2);
        var tailRows = options.MaxRows / 2;
        for (var row = 0; row < batch.RowCount; row++)
        {
            _rows++;
            // Far from both ends of a batch nothing is shown: formatting is the cost here.
            if (_head.Count >= headRows && row < batch.RowCount - tailRows) continue;
            var cells = Cells(batch, row);
            if (_head.Count < headRows)
            {
                _head.Add(cells);
                continue;
            }
            _tail.Enqueue(cells);
            if (_tail.Count > tailRows) _ = _tail.Dequeue();
        }
    }

    /// <summary>The table's lines, without a line end after the last.</summary>
    public string Draw()
    {
        var columns = TableLayout.Fit(schema, [.. _head, .. _tail], options.Width);
        var text = new StringBuilder();
        Rule(text, columns, '┌', '┬', '┐');
        Line(text, columns, c => Center(c.Name, c.Width));
        Line(text, columns, c => Center(c.TypeName, c.Width));
        Rule(text, columns, '├', '┼', '┤');
        foreach (var row in _head) Line(text, columns, c => c.Align(row));
        if (_rows > _head.Count + _tail.Count) Line(text, columns, c => Center("·", c.Width));
        foreach (var row in _tail) Line(text, columns, c => c.Align(row));
        Rule(text, columns, '└', '┴', '┘');
        return text.Append(Footer()).ToString();
    }

    string Footer()
    {
        var rows = _rows == 1 ? "1 row" : $"{_rows.ToString("N0", CultureInfo.InvariantCulture)} rows";
        var shown = _head.Count + _tail.Count;
        return _rows > shown ? $"{rows} ({shown.ToString("N0", CultureInfo.InvariantCulture)} shown)" : rows;
    }

    ImmutableArray<string> Cells(ResultBatch batch, int row) =>
        [.. Enumerable.Range(0, schema.Columns.Length).Select(i => DisplayText.Of(batch.Column(i), row) ?? options.NullText)];

    static string Center(string text, int width)
    {
        text = CellWidth.Cut(text, width);
        var room = width - CellWidth.Of(text);
        return new string(' ', room / 2) + text + new string(' ', room - (room / 2));
    }

    static void Line(StringBuilder text, ImmutableArray<TableLayout> columns, Func<TableLayout, string> cell) =>
        text.Append('│').AppendJoin('│', columns.Select(c => $" {cell(c)} ")).Append("│\n");

    static void Rule(StringBuilder text, ImmutableArray<TableLayout> columns, char left, char middle, char right) =>
        text.Append(left).AppendJoin(middle, columns.Select(c => new string('─', c.Width + 2))).Append(right).Append('\n');
}
