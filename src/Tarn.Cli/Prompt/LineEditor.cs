namespace Tarn.Cli.Prompt;

/// <summary>What a key led to.</summary>
enum EditOutcome { Editing, Submitted, Cancelled, EndOfInput }

/// <summary>The prompt's editing as a state machine over keys: no terminal in it, so that tests press keys.</summary>
/// <param name="history">Earlier statements.</param>
/// <param name="isComplete">True when Enter should submit this text instead of opening another line.</param>
/// <param name="complete">Completion at a cursor.</param>
sealed class LineEditor(History history, Func<string, bool> isComplete, Func<string, int, Completion> complete)
{
    int historyIndex = history.Entries.Count;
    string draft = "";
    string? search;

    public LineBuffer Buffer { get; private set; } = LineBuffer.Empty;

    /// <summary>Candidates to show below the line after an ambiguous Tab; empty otherwise.</summary>
    public IReadOnlyList<string> Candidates { get; private set; } = [];

    /// <summary>The text being searched backwards (Ctrl-R), or null.</summary>
    public string? Search => search;

    public EditOutcome Press(ConsoleKeyInfo key)
    {
        Candidates = [];
        if (search is not null && PressInSearch(key)) return EditOutcome.Editing;
        var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        var alt = key.Modifiers.HasFlag(ConsoleModifiers.Alt);
        switch (key.Key)
        {
            case ConsoleKey.Enter: return Enter(alt);
            case ConsoleKey.C when control: return EditOutcome.Cancelled;
            case ConsoleKey.D when control && Buffer.Text.Length == 0: return EditOutcome.EndOfInput;
            case ConsoleKey.R when control: search = ""; break;
            case ConsoleKey.Tab: Complete(); break;
            case ConsoleKey.UpArrow: Buffer = Buffer.Up() ?? Older(); break;
            case ConsoleKey.DownArrow: Buffer = Buffer.Down() ?? Newer(); break;
            default: Buffer = Edit(key, control, alt); break;
        }
        return EditOutcome.Editing;
    }

    /// <summary>Text that arrived at once (a paste): inserted as it is, line breaks included.</summary>
    public void Paste(string text) => Buffer = Buffer.Insert(text.Replace("\r\n", "\n").Replace('\r', '\n'));

    LineBuffer Edit(ConsoleKeyInfo key, bool control, bool alt) => key.Key switch
    {
        ConsoleKey.LeftArrow => control || alt ? Buffer.WordLeft() : Buffer.Left(),
        ConsoleKey.RightArrow => control || alt ? Buffer.WordRight() : Buffer.Right(),
        ConsoleKey.Home => Buffer.LineStart(),
        ConsoleKey.End => Buffer.LineEnd(),
        ConsoleKey.Backspace => control || alt ? Buffer.DeleteWordLeft() : Buffer.Backspace(),
        ConsoleKey.Delete => Buffer.Delete(),
        ConsoleKey.A when control => Buffer.LineStart(),
        ConsoleKey.E when control => Buffer.LineEnd(),
        ConsoleKey.B when control => Buffer.Left(),
        ConsoleKey.F when control => Buffer.Right(),
        ConsoleKey.B when alt => Buffer.WordLeft(),
        ConsoleKey.F when alt => Buffer.WordRight(),
        ConsoleKey.D when control => Buffer.Delete(),
        ConsoleKey.W when control => Buffer.DeleteWordLeft(),
        ConsoleKey.K when control => Buffer.DeleteToLineEnd(),
        ConsoleKey.U when control => Buffer.DeleteToLineStart(),
        _ when key.KeyChar >= ' ' && !control => Buffer.Insert(key.KeyChar.ToString()),
        _ => Buffer,
    };

    EditOutcome Enter(bool forceNewLine)
    {
        if (!forceNewLine && isComplete(Buffer.Text)) return EditOutcome.Submitted;
        Buffer = Buffer.Insert("\n");
        return EditOutcome.Editing;
    }

    void Complete()
    {
        var found = complete(Buffer.Text, Buffer.Cursor);
        if (found.Candidates.Count == 0) return;
        var typed = Buffer.Cursor - found.From;
        var prefix = found.CommonPrefix();
        if (found.Candidates.Count == 1) Buffer = Buffer.Replace(found.From, found.Candidates[0]);
        else if (prefix.Length > typed) Buffer = Buffer.Replace(found.From, prefix);
        else Candidates = found.Candidates;
    }

    LineBuffer Older()
    {
        if (historyIndex == 0) return Buffer;
        if (historyIndex == history.Entries.Count) draft = Buffer.Text;
        return LineBuffer.At(history.Entries[--historyIndex]);
    }

    LineBuffer Newer()
    {
        if (historyIndex >= history.Entries.Count) return Buffer;
        historyIndex++;
        return LineBuffer.At(historyIndex == history.Entries.Count ? draft : history.Entries[historyIndex]);
    }

    /// <summary>True when the key belonged to the search; any other key ends the search and is then handled as usual.</summary>
    bool PressInSearch(ConsoleKeyInfo key)
    {
        var again = key.Key == ConsoleKey.R && key.Modifiers.HasFlag(ConsoleModifiers.Control);
        if (key.Key == ConsoleKey.Backspace) search = search![..^Math.Min(1, search!.Length)];
        else if (!again && key.KeyChar >= ' ' && key.Modifiers is 0 or ConsoleModifiers.Shift) search += key.KeyChar;
        else if (!again)
        {
            search = null;
            return key.Key is ConsoleKey.Escape or ConsoleKey.G;
        }

        var found = history.FindBack(search!, again ? historyIndex : history.Entries.Count);
        if (found >= 0) (historyIndex, Buffer) = (found, LineBuffer.At(history.Entries[found]));
        return true;
    }
}
