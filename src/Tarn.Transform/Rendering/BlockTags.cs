using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Syntax;

namespace Tarn.Transform.Rendering;

/// <summary>dbt's blocks: each becomes a macro of a name made from its own.</summary>
internal static class BlockTags
{
    public static void AddTo(JinjaEnvironment environment)
    {
        environment.AddTag("materialization", Materialization);
        environment.AddTag("test", parser => Named(parser, "test_", "endtest"));
        environment.AddTag("data_test", parser => Named(parser, "test_", "enddata_test"));
        environment.AddTag("docs", parser => Plain(parser, "dbt_docs__", "enddocs"));
        environment.AddTag("snapshot", parser => Plain(parser, "snapshot_", "endsnapshot"));
    }

    private static Statement.Macro Named(Parser parser, string prefix, string end)
    {
        var line = parser.Stream.Next().Line;
        var name = DbtEnvironments.MacroPrefix + prefix + parser.Expressions.ParseName().Identifier;
        var (parameters, defaults) = parser.Signature();
        return new Statement.Macro(name, parameters, defaults, parser.StatementsTo(end), line);
    }

    private static Statement.Macro Plain(Parser parser, string prefix, string end)
    {
        var line = parser.Stream.Next().Line;
        var name = prefix + parser.Expressions.ParseName().Identifier;
        return new Statement.Macro(name, [], [], parser.StatementsTo(end), line);
    }

    private static Statement.Macro Materialization(Parser parser)
    {
        var line = parser.Stream.Next().Line;
        var name = parser.Expressions.ParseName().Identifier;
        var adapter = "default";
        while (parser.Stream.SkipOperator(","))
        {
            var option = parser.Stream.ExpectName();
            if (option.Text == "default")
            {
                continue;
            }

            parser.Stream.ExpectOperator("=");
            var value = parser.Expressions.ParseExpression();
            if (option.Text == "adapter")
            {
                adapter = (value as Expression.Constant)?.Value as string
                    ?? throw Parser.Fail("The adapter of a materialization must be a string", option.Line);
            }
            else if (option.Text != "supported_languages")
            {
                throw Parser.Fail($"materialization \"{name}\" has unknown item \"{option.Text}\"", option.Line);
            }
        }

        var macro = $"{DbtEnvironments.MacroPrefix}materialization_{name}_{adapter}";
        return new Statement.Macro(macro, [], [], parser.StatementsTo("endmaterialization"), line);
    }
}
