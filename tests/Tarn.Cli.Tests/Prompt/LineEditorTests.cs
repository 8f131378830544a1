using Tarn.Cli.Prompt;

namespace Tarn.Cli.Tests.Prompt;

public sealed class LineEditorTests
{
    readonly History history = History.InMemory();

    [Fact]
    public void Enter_submits_only_a_complete_statement()
    {
        var editor = Editor();
        Type(editor, "select 1");
        Assert.Equal(EditOutcome.Editing, Press(editor, ConsoleKey.Enter));
        Type(editor, ";");
        Assert.Equal(EditOutcome.Submitted, Press(editor, ConsoleKey.Enter));
        Assert.Equal("select 1\n;", editor.Buffer.Text);
    }

    [Fact]
    public void Arrows_move_between_lines_before_they_walk_the_history()
    {
        history.Add("old;");
        var editor = Editor();
        Type(editor, "ab");
        Press(editor, ConsoleKey.Enter);
        Type(editor, "c");
        Press(editor, ConsoleKey.UpArrow);
        Assert.Equal(1, editor.Buffer.Cursor);
        Press(editor, ConsoleKey.UpArrow);
        Assert.Equal("old;", editor.Buffer.Text);
        Press(editor, ConsoleKey.DownArrow);
        Assert.Equal("ab\nc", editor.Buffer.Text);
    }

    [Fact]
    public void Backspace_takes_a_whole_text_element()
    {
        var editor = Editor();
        editor.Paste("a👩‍👩‍👧é");
        Press(editor, ConsoleKey.Backspace);
        Press(editor, ConsoleKey.Backspace);
        Assert.Equal("a", editor.Buffer.Text);
    }

    [Fact]
    public void Tab_completes_as_far_as_it_is_clear_and_lists_the_rest()
    {
        var editor = Editor("gold.daily_orders", "gold.daily_revenue");
        Type(editor, "go");
        Press(editor, ConsoleKey.Tab);
        Assert.Equal("gold.daily_", editor.Buffer.Text);
        Press(editor, ConsoleKey.Tab);
        Assert.Equal(["gold.daily_orders", "gold.daily_revenue"], editor.Candidates);
        Type(editor, "r");
        Press(editor, ConsoleKey.Tab);
        Assert.Equal("gold.daily_revenue", editor.Buffer.Text);
    }

    [Fact]
    public void Search_finds_the_newest_match_and_then_older_ones()
    {
        history.Add("select 1 from a;");
        history.Add("select 2 from a;");
        history.Add("show tables;");
        var editor = Editor();
        editor.Press(new ConsoleKeyInfo('\x12', ConsoleKey.R, false, false, true));
        Type(editor, "from a");
        Assert.Equal("select 2 from a;", editor.Buffer.Text);
        editor.Press(new ConsoleKeyInfo('\x12', ConsoleKey.R, false, false, true));
        Assert.Equal("select 1 from a;", editor.Buffer.Text);
        Press(editor, ConsoleKey.Escape);
        Assert.Null(editor.Search);
    }

    [Fact]
    public void Ctrl_d_ends_the_input_only_on_an_empty_line()
    {
        var editor = Editor();
        Type(editor, "x");
        Press(editor, ConsoleKey.LeftArrow);
        var ctrlD = new ConsoleKeyInfo('\x4', ConsoleKey.D, false, false, true);
        Assert.Equal(EditOutcome.Editing, editor.Press(ctrlD));
        Assert.Equal(EditOutcome.EndOfInput, editor.Press(ctrlD));
    }

    LineEditor Editor(params string[] names) => new(history, text => text.TrimEnd().EndsWith(';'),
        (text, cursor) => new Completion(0, names.Where(n => n.StartsWith(text[..cursor], StringComparison.Ordinal)).ToList()));

    static void Type(LineEditor editor, string text)
    {
        foreach (var c in text) editor.Press(new ConsoleKeyInfo(c, ConsoleKey.NoName, false, false, false));
    }

    static EditOutcome Press(LineEditor editor, ConsoleKey key) => editor.Press(new ConsoleKeyInfo('\0', key, false, false, false));
}
