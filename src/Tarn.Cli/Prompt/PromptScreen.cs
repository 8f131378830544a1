using System.Text;
using Tarn.Cli.Terminal;

namespace Tarn.Cli.Prompt;

/// <summary>Draws the edited text below the prompt, again and again in place, on an ANSI terminal.</summary>
/// <param name="output">The terminal.</param>
/// <param name="width">Columns; asked anew at each drawing, since windows are resized.</param>
sealed class PromptScreen(TextWriter output, Func<int> width)
{
    int cursorRow;

    public void Draw(string prompt, LineBuffer buffer, string? footer)
    {
        var columns = Math.Max(20, width());
        var text = new StringBuilder();
        if (cursorRow > 0) text.Append($"\x1b[{cursorRow}A");
        text.Append("\r\x1b[J");

        var continuation = new string(' ', Math.Max(0, prompt.Length - 4)) + "  > ";
        var (row, column, lastRow) = (0, 0, 0);
        var offset = 0;
        var lines = buffer.Text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var lead = i == 0 ? prompt : continuation;
            if (i > 0) text.Append("\r\n");
            text.Append(lead).Append(lines[i]);
            var rows = Rows(lead.Length + TextWidth.Of(lines[i]), columns);
            if (buffer.Cursor >= offset && buffer.Cursor <= offset + lines[i].Length)
            {
                var before = lead.Length + TextWidth.Of(lines[i].AsSpan(0, buffer.Cursor - offset));
                (row, column) = (lastRow + before / columns, before % columns);
            }

            // A line that fills its last row leaves the terminal's cursor hanging there: step down so that rows can be counted.
            if ((lead.Length + TextWidth.Of(lines[i])) % columns == 0) text.Append(" \b");
            lastRow += rows;
            offset += lines[i].Length + 1;
        }

        lastRow--;
        if (footer is not null)
        {
            text.Append("\r\n").Append(footer);
            lastRow += 1 + footer.Split('\n').Sum(f => Rows(TextWidth.Of(f), columns)) - 1;
        }

        text.Append('\r');
        if (lastRow > row) text.Append($"\x1b[{lastRow - row}A");
        if (column > 0) text.Append($"\x1b[{column}C");
        output.Write(text.ToString());
        output.Flush();
        cursorRow = row;
    }

    /// <summary>Leaves the text as it stands and puts the cursor on a fresh line.</summary>
    public void Finish(string prompt, LineBuffer buffer)
    {
        Draw(prompt, LineBuffer.At(buffer.Text), null);
        output.Write("\r\n");
        output.Flush();
        cursorRow = 0;
    }

    static int Rows(int cells, int columns) => cells / columns + 1;
}
