namespace Tarn.Transform.Jinja.Syntax;

/// <summary>Expressions, in Jinja's order of precedence (unary before power, power from the left).</summary>
internal sealed class ExpressionParser(TokenStream stream)
{
    public Expression ParseExpression(bool withConditional = true) => withConditional ? Conditional() : Or();

    /// <summary>A tuple, or the single expression that stands in its place.</summary>
    public Expression ParseTuple(TupleRules rules)
    {
        var line = stream.Current.Line;
        var items = new List<Expression>();
        var isTuple = false;
        while (true)
        {
            if (items.Count > 0)
            {
                stream.ExpectOperator(",");
            }

            if (AtTupleEnd())
            {
                break;
            }

            items.Add(rules.Simplified ? Primary(rules.WithNamespace) : ParseExpression(rules.WithConditional));
            if (!stream.Current.IsOperator(","))
            {
                break;
            }

            isTuple = true;
            line = stream.Current.Line;
        }

        if (isTuple)
        {
            return new Expression.TupleOf(items, NameUse.Load, line);
        }

        if (items.Count > 0)
        {
            return items[0];
        }

        return rules.Parentheses
            ? new Expression.TupleOf(items, NameUse.Load, line)
            : throw Fail($"Expected an expression, got {stream.Current.Quoted}", stream.Current.Line);
    }

    public Expression ParseAssignTarget(bool withNamespace)
    {
        var target = AsStore(ParseTuple(new TupleRules { Simplified = true, WithNamespace = withNamespace }), NameUse.Store);
        return CheckTarget(target);
    }

    public static Expression AsStore(Expression target, NameUse use) => target switch
    {
        Expression.Variable name => name with { Use = use },
        Expression.TupleOf tuple => new Expression.TupleOf(tuple.Items.Select(i => AsStore(i, use)).ToList(), use, tuple.Line),
        _ => target,
    };

    public Expression.Variable ParseName()
    {
        var token = stream.ExpectName();
        return (Expression.Variable)CheckTarget(new Expression.Variable(token.Text, NameUse.Store, token.Line));
    }

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

    private static Expression CheckTarget(Expression target)
    {
        var assignable = target switch
        {
            Expression.Variable name => name.Identifier is not ("true" or "false" or "none" or "True" or "False" or "None"),
            Expression.NamespaceRef => true,
            Expression.TupleOf tuple => tuple.Items.All(i => i is Expression.Variable or Expression.NamespaceRef or Expression.TupleOf),
            _ => false,
        };
        return assignable ? target : throw Fail($"can't assign to '{Kind(target)}'", target.Line);
    }

    private static string Kind(Expression node) => node switch
    {
        Expression.Constant => "const",
        Expression.TupleOf => "tuple",
        Expression.ListOf => "list",
        Expression.DictOf => "dict",
        Expression.Variable => "name",
        _ => node.GetType().Name.ToLowerInvariant(),
    };

    /// <summary>Words such as <c>in</c> do not end a tuple, although Jinja means them to: its check never matches.</summary>
    private bool AtTupleEnd() => stream.Current.Type is TokenType.VariableEnd or TokenType.BlockEnd || stream.Current.IsOperator(")");

    private Expression Conditional()
    {
        var line = stream.Current.Line;
        var node = Or();
        while (stream.SkipName("if"))
        {
            var test = Or();
            var otherwise = stream.SkipName("else") ? Conditional() : null;
            node = new Expression.Conditional(test, node, otherwise, line);
            line = stream.Current.Line;
        }

        return node;
    }

    private Expression Or()
    {
        var line = stream.Current.Line;
        var left = And();
        while (stream.SkipName("or"))
        {
            left = new Expression.Or(left, And(), line);
            line = stream.Current.Line;
        }

        return left;
    }

    private Expression And()
    {
        var line = stream.Current.Line;
        var left = Not();
        while (stream.SkipName("and"))
        {
            left = new Expression.And(left, Not(), line);
            line = stream.Current.Line;
        }

        return left;
    }

    private Expression Not()
    {
        if (!stream.Current.IsName("not"))
        {
            return Compare();
        }

        var line = stream.Next().Line;
        return new Expression.Not(Not(), line);
    }

    private Expression Compare()
    {
        var line = stream.Current.Line;
        var first = Sum();
        var rest = new List<(string, Expression)>();
        while (ComparisonOperator() is { } op)
        {
            rest.Add((op, Sum()));
            line = stream.Current.Line;
        }

        return rest.Count == 0 ? first : new Expression.Compare(first, rest, line);
    }

    private string? ComparisonOperator()
    {
        if (stream.Current is { Type: TokenType.Operator, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" })
        {
            return stream.Next().Text;
        }

        if (stream.SkipName("in"))
        {
            return "in";
        }

        if (!stream.Current.IsName("not") || !stream.Look().IsName("in"))
        {
            return null;
        }

        stream.Next();
        stream.Next();
        return "not in";
    }

    private Expression Sum() => LeftAssociative(Concat, "+", "-");

    private Expression Product() => LeftAssociative(Power, "*", "/", "//", "%");

    private Expression Power() => LeftAssociative(() => Unary(true), "**");

    private Expression LeftAssociative(Func<Expression> operand, params ReadOnlySpan<string> signs)
    {
        var line = stream.Current.Line;
        var left = operand();
        while (stream.Current.Type == TokenType.Operator && signs.Contains(stream.Current.Text))
        {
            var sign = stream.Next().Text;
            left = new Expression.Binary(sign, left, operand(), line);
            line = stream.Current.Line;
        }

        return left;
    }

    private Expression Concat()
    {
        var line = stream.Current.Line;
        var first = Product();
        if (!stream.Current.IsOperator("~"))
        {
            return first;
        }

        var items = new List<Expression> { first };
        while (stream.SkipOperator("~"))
        {
            items.Add(Product());
        }

        return new Expression.Concat(items, line);
    }

    private Expression Unary(bool withFilter)
    {
        var token = stream.Current;
        Expression node;
        if (token.IsOperator("-") || token.IsOperator("+"))
        {
            stream.Next();
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            node = new Expression.Unary(token.Text, Unary(false), token.Line);
        }
        else
        {
            node = Primary(false);
        }

        node = Postfix(node);
        return withFilter ? FilterExpression(node) : node;
    }

    private Expression Primary(bool withNamespace)
    {
        var token = stream.Current;
        switch (token.Type)
        {
            case TokenType.Name:
                stream.Next();
                return NameOrConstant(token, withNamespace);
            case TokenType.String:
                return Strings();
            case TokenType.Integer or TokenType.Float:
                stream.Next();
                return new Expression.Constant(token.Number, token.Line);
            case TokenType.Operator when token.Text == "(":
                stream.Next();
                var node = ParseTuple(new TupleRules { Parentheses = true });
                stream.ExpectOperator(")");
                return node;
            case TokenType.Operator when token.Text == "[":
                return List();
            case TokenType.Operator when token.Text == "{":
                return Dict();
            default:
                throw Fail($"unexpected {token.Quoted}", token.Line);
        }
    }

    private Expression NameOrConstant(Token token, bool withNamespace)
    {
        switch (token.Text)
        {
            case "true" or "True" or "false" or "False":
                return new Expression.Constant(token.Text is "true" or "True", token.Line);
            case "none" or "None":
                return new Expression.Constant(null, token.Line);
            default:
                return withNamespace && stream.SkipOperator(".")
                    ? new Expression.NamespaceRef(token.Text, stream.ExpectName().Text, token.Line)
                    : new Expression.Variable(token.Text, NameUse.Load, token.Line);
        }
    }

    private Expression.Constant Strings()
    {
        var line = stream.Current.Line;
        var text = stream.Next().Text;
        while (stream.Current.Type == TokenType.String)
        {
            text += stream.Next().Text;
        }

        return new Expression.Constant(text, line);
    }

    private Expression.ListOf List()
    {
        var line = stream.ExpectOperator("[").Line;
        var items = new List<Expression>();
        while (!stream.Current.IsOperator("]"))
        {
            if (items.Count > 0)
            {
                stream.ExpectOperator(",");
            }

            if (stream.Current.IsOperator("]"))
            {
                break;
            }

            items.Add(ParseExpression());
        }

        stream.ExpectOperator("]");
        return new Expression.ListOf(items, line);
    }

    private Expression.DictOf Dict()
    {
        var line = stream.ExpectOperator("{").Line;
        var items = new List<(Expression, Expression)>();
        while (!stream.Current.IsOperator("}"))
        {
            if (items.Count > 0)
            {
                stream.ExpectOperator(",");
            }

            if (stream.Current.IsOperator("}"))
            {
                break;
            }

            var key = ParseExpression();
            stream.ExpectOperator(":");
            items.Add((key, ParseExpression()));
        }

        stream.ExpectOperator("}");
        return new Expression.DictOf(items, line);
    }

    private Expression Postfix(Expression node)
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

    private Expression FilterExpression(Expression node)
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
            start = ParseExpression();
            if (!stream.Current.IsOperator(":"))
            {
                return start;
            }
        }

        stream.Next();
        var stop = AtSliceEnd() || stream.Current.IsOperator(":") ? null : ParseExpression();
        Expression? step = null;
        if (stream.SkipOperator(":"))
        {
            step = AtSliceEnd() ? null : ParseExpression();
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
                star = ParseExpression();
            }
            else if (stream.Current.IsOperator("**"))
            {
                Ensure(starNamed is null);
                stream.Next();
                starNamed = ParseExpression();
            }
            else if (stream.Current.Type == TokenType.Name && stream.Look().IsOperator("="))
            {
                Ensure(starNamed is null);
                var key = stream.Next().Text;
                stream.Next();
                named.Add((key, ParseExpression()));
            }
            else
            {
                Ensure(star is null && starNamed is null && named.Count == 0);
                positional.Add(ParseExpression());
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

            arguments = new CallArguments([Postfix(Primary(false))], [], null, null);
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
