using Tarn.Cli.Prompt;
using Tarn.Testing;

namespace Tarn.Cli.Tests.Prompt;

public sealed class HistoryTests
{
    [Fact]
    public void Statements_of_several_lines_come_back_whole()
    {
        using var folder = new TemporaryFolder();
        History.Load(folder.File("history")).Add("select 'é'\nfrom t;");
        Assert.Equal(["select 'é'\nfrom t;"], History.Load(folder.File("history")).Entries);
    }

    [Fact]
    public void A_damaged_line_is_skipped()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("history"), "\"a;\"\n\"cut in ha\n{}\n\"b;\"\n");
        Assert.Equal(["a;", "b;"], History.Load(folder.File("history")).Entries);
    }
}
