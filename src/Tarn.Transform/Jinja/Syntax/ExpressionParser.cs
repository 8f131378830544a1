namespace Tarn.Transform.Jinja.Syntax;

/// <summary>Expressions, in Jinja's order of precedence (unary before power, power from the left).</summary>
internal sealed class ExpressionParser
{
    private readonly TokenStream stream;

    public ExpressionParser(TokenStream stream)
    {
        this.stream = stream;
        Postfix = new PostfixParser(stream, this);
    }

    public PostfixParser Postfix { get; }

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

        node = Postfix.Postfix(node);
        return withFilter ? Postfix.FilterExpression(node) : node;
    }

    public Expression Primary(bool withNamespace)
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

    private static JinjaException Fail(string message, int line) => new("TemplateSyntaxError", message, line);
}
