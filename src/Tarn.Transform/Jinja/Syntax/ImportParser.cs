namespace Tarn.Transform.Jinja.Syntax;

/// <summary>Statements that name other templates: include, import, from.</summary>
internal sealed class ImportParser(TokenStream stream, ExpressionParser expressions)
{
    public Statement.Include Include()
    {
        var line = stream.Next().Line;
        var template = expressions.ParseExpression();
        var ignoreMissing = stream.Current.IsName("ignore") && stream.Look().IsName("missing");
        if (ignoreMissing)
        {
            stream.Next();
            stream.Next();
        }

        return new Statement.Include(template, ignoreMissing, ContextWords() ?? true, line);
    }

    public Statement.Import Import()
    {
        var line = stream.Next().Line;
        var template = expressions.ParseExpression();
        stream.ExpectName("as");
        var target = expressions.ParseName().Identifier;
        return new Statement.Import(template, target, ContextWords() ?? false, line);
    }

    public Statement.FromImport FromImport()
    {
        var line = stream.Next().Line;
        var template = expressions.ParseExpression();
        stream.ExpectName("import");
        var names = new List<(string, string)>();
        while (true)
        {
            if (names.Count > 0)
            {
                stream.ExpectOperator(",");
            }

            if (stream.Current.Type != TokenType.Name)
            {
                stream.ExpectName();
            }

            if (ContextWords() is { } early)
            {
                return new Statement.FromImport(template, names, early, line);
            }

            var target = expressions.ParseName();
            if (target.Identifier.StartsWith('_'))
            {
                throw new JinjaException("TemplateAssertionError", "names starting with an underline can not be imported", target.Line);
            }

            names.Add((target.Identifier, stream.SkipName("as") ? expressions.ParseName().Identifier : target.Identifier));
            var context = ContextWords();
            if (context is not null || !stream.Current.IsOperator(","))
            {
                return new Statement.FromImport(template, names, context ?? false, line);
            }
        }
    }

    private bool? ContextWords()
    {
        if (!(stream.Current.IsName("with") || stream.Current.IsName("without")) || !stream.Look().IsName("context"))
        {
            return null;
        }

        var with = stream.Next().Text == "with";
        stream.Next();
        return with;
    }
}
