using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Syntax;

/// <summary>Parses a template into statements. Environments may add tags of their own.</summary>
internal sealed class Parser
{
    private readonly ParserRules rules;
    private readonly Stack<string> tags = new();
    private readonly Stack<string[]> ends = new();
    private readonly ImportParser imports;

    public Parser(string source, ParserRules rules)
    {
        this.rules = rules;
        Stream = new TokenStream(new Lexer(source, rules.Lexer));
        Expressions = new ExpressionParser(Stream);
        imports = new ImportParser(Stream, Expressions);
    }

    public TokenStream Stream { get; }

    public ExpressionParser Expressions { get; }

    public IReadOnlyList<Statement> Parse() => Body(null);

    /// <summary>Statements up to one of the end tags, which becomes the current token.</summary>
    public IReadOnlyList<Statement> Statements(params string[] endTags)
    {
        Stream.SkipOperator(":");
        Stream.Expect(TokenType.BlockEnd);
        var body = Body(endTags);
        if (Stream.Current.Type == TokenType.Eof)
        {
            ends.Push(endTags);
            throw UnknownTag(null, Stream.Current.Line);
        }

        return body;
    }

    /// <summary>Statements up to the end tag, which is consumed.</summary>
    public IReadOnlyList<Statement> StatementsTo(string endTag)
    {
        var body = Statements(endTag);
        Stream.Next();
        return body;
    }

    public (IReadOnlyList<Expression.Variable> Parameters, IReadOnlyList<Expression> Defaults) Signature()
    {
        var parameters = new List<Expression.Variable>();
        var defaults = new List<Expression>();
        Stream.ExpectOperator("(");
        while (!Stream.Current.IsOperator(")"))
        {
            if (parameters.Count > 0)
            {
                Stream.ExpectOperator(",");
            }

            var name = Expressions.ParseName() with { Use = NameUse.Parameter };
            if (rules.TypeAnnotations && Stream.SkipOperator(":"))
            {
                Annotation();
            }

            if (Stream.SkipOperator("="))
            {
                defaults.Add(Expressions.ParseExpression());
            }
            else if (defaults.Count > 0)
            {
                throw Fail("non-default argument follows default argument", Stream.Current.Line);
            }

            parameters.Add(name);
        }

        Stream.ExpectOperator(")");
        return (parameters, defaults);
    }

    private void Annotation()
    {
        Stream.ExpectName();
        if (!Stream.SkipOperator("["))
        {
            return;
        }

        Annotation();
        while (Stream.SkipOperator(","))
        {
            Annotation();
        }

        Stream.ExpectOperator("]");
    }

    private List<Statement> Body(string[]? endTags)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var body = new List<Statement>();
        var data = new List<Expression>();
        if (endTags is not null)
        {
            ends.Push(endTags);
        }

        while (Stream.Current.Type != TokenType.Eof)
        {
            switch (Stream.Current.Type)
            {
                case TokenType.Data:
                    data.Add(new Expression.Data(Stream.Current.Text, Stream.Current.Line));
                    Stream.Next();
                    break;
                case TokenType.VariableBegin:
                    Stream.Next();
                    data.Add(Expressions.ParseTuple(new TupleRules()));
                    Stream.Expect(TokenType.VariableEnd);
                    break;
                default:
                    Flush(body, data);
                    Stream.Next();
                    if (endTags is not null && Stream.Current.Type == TokenType.Name && endTags.Contains(Stream.Current.Text))
                    {
                        ends.Pop();
                        return body;
                    }

                    body.Add(Tag());
                    Stream.Expect(TokenType.BlockEnd);
                    break;
            }
        }

        Flush(body, data);
        if (endTags is not null)
        {
            ends.Pop();
        }

        return body;
    }

    private static void Flush(List<Statement> body, List<Expression> data)
    {
        if (data.Count > 0)
        {
            body.Add(new Statement.Output(data.ToArray(), data[0].Line));
            data.Clear();
        }
    }

    private Statement Tag()
    {
        var token = Stream.Current;
        if (token.Type != TokenType.Name)
        {
            throw Fail("tag name expected", token.Line);
        }

        tags.Push(token.Text);
        if (StatementFor(token.Text) is not { } parse)
        {
            tags.Pop();
            throw UnknownTag(token.Text, token.Line);
        }

        var statement = parse();
        tags.Pop();
        return statement;
    }

    private Func<Statement>? StatementFor(string tag) => tag switch
    {
        "for" => For,
        "if" => If,
        "set" => Set,
        "macro" => Macro,
        "call" => CallBlock,
        "filter" => FilterBlock,
        "with" => With,
        "block" => Block,
        "extends" => () => new Statement.Extends(Line(out var line).ParseExpression(), line),
        "include" => imports.Include,
        "import" => imports.Import,
        "from" => imports.FromImport,
        "print" => Print,
        "autoescape" => AutoEscape,
        _ => rules.Tags.TryGetValue(tag, out var parse) ? () => parse(this) : null,
    };

    private ExpressionParser Line(out int line)
    {
        line = Stream.Next().Line;
        return Expressions;
    }

    private Statement.For For()
    {
        var line = Stream.Next().Line;
        var target = Expressions.ParseAssignTarget(false);
        Stream.ExpectName("in");
        var source = Expressions.ParseTuple(new TupleRules { WithConditional = false });
        var test = Stream.SkipName("if") ? Expressions.ParseExpression() : null;
        var recursive = Stream.SkipName("recursive");
        var body = Statements("endfor", "else");
        var otherwise = Stream.Next().Text == "endfor" ? [] : StatementsTo("endfor");
        return new Statement.For(target, source, body, otherwise, test, recursive, line);
    }

    private Statement.If If()
    {
        var line = Stream.Next().Line;
        var branches = new List<Statement.If>();
        IReadOnlyList<Statement> otherwise = [];
        while (true)
        {
            var test = Expressions.ParseTuple(new TupleRules { WithConditional = false });
            branches.Add(new Statement.If(test, Statements("elif", "else", "endif"), [], [], line));
            var end = Stream.Next();
            line = Stream.Current.Line;
            if (end.Text == "elif")
            {
                continue;
            }

            otherwise = end.Text == "else" ? StatementsTo("endif") : [];
            return branches[0] with { ElseIfs = branches.Skip(1).ToList(), Else = otherwise };
        }
    }

    private Statement Set()
    {
        var line = Stream.Next().Line;
        var target = Expressions.ParseAssignTarget(true);
        if (Stream.SkipOperator("="))
        {
            return new Statement.Assign(target, Expressions.ParseTuple(new TupleRules()), line);
        }

        var filter = Expressions.Postfix.ParseFilters(null, false);
        return new Statement.AssignBlock(target, filter, StatementsTo("endset"), line);
    }

    private Statement.Macro Macro()
    {
        var line = Stream.Next().Line;
        var name = rules.MacroPrefix + Expressions.ParseName().Identifier;
        var (parameters, defaults) = Signature();
        return new Statement.Macro(name, parameters, defaults, StatementsTo("endmacro"), line);
    }

    private Statement.CallBlock CallBlock()
    {
        var line = Stream.Next().Line;
        var (parameters, defaults) = Stream.Current.IsOperator("(") ? Signature() : ([], []);
        var call = Expressions.ParseExpression() as Expression.Call ?? throw Fail("expected call", line);
        return new Statement.CallBlock(call, parameters, defaults, StatementsTo("endcall"), line);
    }

    private Statement.FilterBlock FilterBlock()
    {
        var line = Stream.Next().Line;
        var filter = Expressions.Postfix.ParseFilters(null, true)!;
        return new Statement.FilterBlock(filter, StatementsTo("endfilter"), line);
    }

    private Statement.With With()
    {
        var line = Stream.Next().Line;
        var assignments = new List<(Expression, Expression)>();
        while (Stream.Current.Type != TokenType.BlockEnd)
        {
            if (assignments.Count > 0)
            {
                Stream.ExpectOperator(",");
            }

            var target = ExpressionParser.AsStore(Expressions.ParseAssignTarget(false), NameUse.Parameter);
            Stream.ExpectOperator("=");
            assignments.Add((target, Expressions.ParseExpression()));
        }

        return new Statement.With(assignments, StatementsTo("endwith"), line);
    }

    private Statement.AutoEscape AutoEscape()
    {
        var line = Stream.Next().Line;
        var value = Expressions.ParseExpression();
        return new Statement.AutoEscape(value, StatementsTo("endautoescape"), line);
    }

    private Statement.Output Print()
    {
        var line = Stream.Next().Line;
        var items = new List<Expression>();
        while (Stream.Current.Type != TokenType.BlockEnd)
        {
            if (items.Count > 0)
            {
                Stream.ExpectOperator(",");
            }

            items.Add(Expressions.ParseExpression());
        }

        return new Statement.Output(items, line);
    }

    private Statement.Block Block()
    {
        var line = Stream.Next().Line;
        var name = Stream.ExpectName().Text;
        var scoped = Stream.SkipName("scoped");
        var required = Stream.SkipName("required");
        if (Stream.Current.IsOperator("-"))
        {
            throw Fail("Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.", Stream.Current.Line);
        }

        var body = StatementsTo("endblock");
        if (required && !body.All(s => s is Statement.Output output && output.Items.All(i => i is Expression.Data data && string.IsNullOrWhiteSpace(data.Text))))
        {
            throw Fail("Required blocks can only contain comments or whitespace", Stream.Current.Line);
        }

        Stream.SkipName(name);
        return new Statement.Block(name, scoped, required, body, line);
    }

    private JinjaException UnknownTag(string? name, int line)
    {
        var message = name is null ? "Unexpected end of template." : $"Encountered unknown tag {PyText.Quote(name)}.";
        if (ends.TryPeek(out var looking))
        {
            var expected = string.Join(" or ", looking.Select(PyText.Quote));
            message += name is not null && ends.Any(e => e.Contains(name))
                ? $" You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for {expected}."
                : $" Jinja was looking for the following tags: {expected}.";
        }

        if (tags.TryPeek(out var innermost))
        {
            message += $" The innermost block that needs to be closed is {PyText.Quote(innermost)}.";
        }

        return Fail(message, line);
    }

    public static JinjaException Fail(string message, int line) => new("TemplateSyntaxError", message, line);
}
