namespace Tarn.Cli.Prompt;

/// <summary>Reads statements from the terminal, one at a time.</summary>
sealed class StatementPrompt(History history, Func<string, bool> isComplete, Func<string, int, Completion> complete)
{
    readonly PromptScreen screen = new(Console.Out, () => Console.WindowWidth);

    /// <summary>The next statement; null at the end of the input; empty after Ctrl-C.</summary>
    public string? Read(string prompt)
    {
        var editor = new LineEditor(history, isComplete, complete);
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                screen.Draw(Label(prompt, editor), editor.Buffer, Footer(editor));
                switch (PressNext(editor))
                {
                    case EditOutcome.Submitted:
                        screen.Finish(prompt, editor.Buffer);
                        history.Add(editor.Buffer.Text);
                        return editor.Buffer.Text;
                    case EditOutcome.Cancelled:
                        screen.Finish(prompt, editor.Buffer);
                        return "";
                    case EditOutcome.EndOfInput:
                        screen.Finish(prompt, editor.Buffer);
                        return null;
                }
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    /// <summary>Keys that wait in a burst are a paste: their line breaks do not submit.</summary>
    static EditOutcome PressNext(LineEditor editor)
    {
        var key = Console.ReadKey(intercept: true);
        if (!Console.KeyAvailable || key.KeyChar is < ' ' and not '\r' and not '\n' and not '\t') return editor.Press(key);
        var pasted = new System.Text.StringBuilder().Append(key.KeyChar);
        ConsoleKeyInfo? last = null;
        while (Console.KeyAvailable)
        {
            if (last is { } previous) pasted.Append(previous.KeyChar == '\r' ? '\n' : previous.KeyChar);
            last = Console.ReadKey(intercept: true);
        }

        editor.Paste(pasted.ToString());
        return editor.Press(last!.Value);
    }

    static string Label(string prompt, LineEditor editor) => editor.Search is { } search ? $"(search '{search}') " : prompt;

    static string? Footer(LineEditor editor) => editor.Candidates.Count switch
    {
        0 => null,
        <= 40 => "  " + string.Join("  ", editor.Candidates),
        var n => "  " + string.Join("  ", editor.Candidates.Take(40)) + $"  … and {n - 40} more",
    };
}
