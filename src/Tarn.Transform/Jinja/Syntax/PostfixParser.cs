namespace Tarn.Transform.Jinja.Syntax;

/// <summary>What may follow an expression: subscripts, calls, filters, tests.</summary>
internal sealed class PostfixParser(TokenStream stream, ExpressionParser expressions)
{
    public Expression.Filter? ParseFilters(Expression? target, bool startInline)
    {
        var result = target as Expression.Filter;
        var node = target;
        while (startInline || stream.Current.IsOperator("|"))
        {
            if (!startInline)
            {
                stream.Next();
            }

            startInline = false;
            var token = stream.ExpectName();
            var name = token.Text + DottedRest();
            var arguments = stream.Current.IsOperator("(") ? CallArguments() : Syntax.CallArguments.None;
            node = result = new Expression.Filter(node, name, arguments, token.Line);
        }

        return result;
    }

    public Expression Postfix(Expression node)
    {
        while (true)
        {
            if (stream.Current.IsOperator(".") || stream.Current.IsOperator("["))
            {
                node = Subscript(node);
            }
            else if (stream.Current.IsOperator("("))
            {
                node = Call(node);
            }
            else
            {
                return node;
            }
        }
    }

    public Expression FilterExpression(Expression node)
    {
        while (true)
        {
            if (stream.Current.IsOperator("|"))
            {
                node = ParseFilters(node, false)!;
            }
            else if (stream.Current.IsName("is"))
            {
                node = Test(node);
            }
            else if (stream.Current.IsOperator("("))
            {
                node = Call(node);
            }
            else
            {
                return node;
            }
        }
    }

    private Expression Subscript(Expression node)
    {
        var token = stream.Next();
        if (token.Text == ".")
        {
            var attribute = stream.Next();
            return attribute.Type switch
            {
                TokenType.Name => new Expression.Member(node, attribute.Text, token.Line),
                TokenType.Integer => new Expression.Item(node, new Expression.Constant(attribute.Number, attribute.Line), token.Line),
                _ => throw Fail("expected name or number", attribute.Line),
            };
        }

        var arguments = new List<Expression>();
        while (!stream.Current.IsOperator("]"))
        {
            if (arguments.Count > 0)
            {
                stream.ExpectOperator(",");
            }

            arguments.Add(Subscribed());
        }

        stream.ExpectOperator("]");
        var key = arguments.Count == 1 ? arguments[0] : new Expression.TupleOf(arguments, NameUse.Load, token.Line);
        return new Expression.Item(node, key, token.Line);
    }

    private Expression Subscribed()
    {
        var line = stream.Current.Line;
        Expression? start = null;
        if (!stream.Current.IsOperator(":"))
        {
            start = expressions.ParseExpression();
            if (!stream.Current.IsOperator(":"))
            {
                return start;
            }
        }

        stream.Next();
        var stop = AtSliceEnd() || stream.Current.IsOperator(":") ? null : expressions.ParseExpression();
        Expression? step = null;
        if (stream.SkipOperator(":"))
        {
            step = AtSliceEnd() ? null : expressions.ParseExpression();
        }

        return new Expression.Slice(start, stop, step, line);
    }

    private bool AtSliceEnd() => stream.Current.IsOperator("]") || stream.Current.IsOperator(",");

    private Expression.Call Call(Expression node)
    {
        var line = stream.Current.Line;
        return new Expression.Call(node, CallArguments(), line);
    }

    private CallArguments CallArguments()
    {
        var open = stream.ExpectOperator("(");
        var positional = new List<Expression>();
        var named = new List<(string, Expression)>();
        Expression? star = null;
        Expression? starNamed = null;
        void Ensure(bool valid) => _ = valid ? true : throw Fail("invalid syntax for function call expression", open.Line);
        var comma = false;
        while (!stream.Current.IsOperator(")"))
        {
            if (comma)
            {
                stream.ExpectOperator(",");
                if (stream.Current.IsOperator(")"))
                {
                    break;
                }
            }

            comma = true;
            if (stream.Current.IsOperator("*"))
            {
                Ensure(star is null && starNamed is null);
                stream.Next();
                star = expressions.ParseExpression();
            }
            else if (stream.Current.IsOperator("**"))
            {
                Ensure(starNamed is null);
                stream.Next();
                starNamed = expressions.ParseExpression();
            }
            else if (stream.Current.Type == TokenType.Name && stream.Look().IsOperator("="))
            {
                Ensure(starNamed is null);
                var key = stream.Next().Text;
                stream.Next();
                named.Add((key, expressions.ParseExpression()));
            }
            else
            {
                Ensure(star is null && starNamed is null && named.Count == 0);
                positional.Add(expressions.ParseExpression());
            }
        }

        stream.ExpectOperator(")");
        return new CallArguments(positional, named, star, starNamed);
    }

    private Expression Test(Expression node)
    {
        var line = stream.Next().Line;
        var negated = stream.SkipName("not");
        var name = stream.ExpectName().Text + DottedRest();
        var arguments = Syntax.CallArguments.None;
        if (stream.Current.IsOperator("("))
        {
            arguments = CallArguments();
        }
        else if (StartsTestArgument())
        {
            if (stream.Current.IsName("is"))
            {
                throw Fail("You cannot chain multiple tests with is", stream.Current.Line);
            }

            arguments = new CallArguments([Postfix(expressions.Primary(false))], [], null, null);
        }

        Expression test = new Expression.TestOf(node, name, arguments, line);
        return negated ? new Expression.Not(test, line) : test;
    }

    private bool StartsTestArgument() => stream.Current.Type switch
    {
        TokenType.Name => stream.Current.Text is not ("else" or "or" or "and"),
        TokenType.String or TokenType.Integer or TokenType.Float => true,
        TokenType.Operator => stream.Current.Text is "[" or "{",
        _ => false,
    };

    private string DottedRest()
    {
        var rest = string.Empty;
        while (stream.SkipOperator("."))
        {
            rest += "." + stream.ExpectName().Text;
        }

        return rest;
    }

    private static JinjaException Fail(string message, int line) => new("TemplateSyntaxError", message, line);
}
