using Tarn.Engine.Sql.Lexing;

namespace Tarn.Engine.Tests.Sql.Lexing;

public sealed class StatementSplitterTests
{
    [Theory]
    [InlineData("select 1\n-- tarn:columns pin=a,b hide=c\n")]
    [InlineData("select 1;\n-- tarn:columns pin=a%3Bb\n")]
    [InlineData("-- why\nselect 1;\n\n/* ; */\n")]
    public void Comments_around_the_only_statement_are_no_further_one(string script) =>
        Assert.Equal(["select 1"], StatementSplitter.Split(script).Select(s => s.Text));
}
