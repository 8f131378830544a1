namespace Tarn.Transform.Jinja.Syntax;

/// <summary>The closed set of statements.</summary>
internal abstract record Statement(int Line)
{
    public sealed record Output(IReadOnlyList<Expression> Items, int Line) : Statement(Line);

    public sealed record For(
        Expression Target, Expression Source, IReadOnlyList<Statement> Body, IReadOnlyList<Statement> Else, Expression? Test, bool Recursive, int Line)
        : Statement(Line);

    public sealed record If(
        Expression Test, IReadOnlyList<Statement> Body, IReadOnlyList<If> ElseIfs, IReadOnlyList<Statement> Else, int Line) : Statement(Line);

    public sealed record Macro(
        string Name, IReadOnlyList<Expression.Variable> Parameters, IReadOnlyList<Expression> Defaults, IReadOnlyList<Statement> Body, int Line)
        : Statement(Line);

    public sealed record CallBlock(
        Expression.Call Call, IReadOnlyList<Expression.Variable> Parameters, IReadOnlyList<Expression> Defaults, IReadOnlyList<Statement> Body, int Line)
        : Statement(Line);

    public sealed record FilterBlock(Expression.Filter Filter, IReadOnlyList<Statement> Body, int Line) : Statement(Line);

    public sealed record With(IReadOnlyList<(Expression Target, Expression Value)> Assignments, IReadOnlyList<Statement> Body, int Line) : Statement(Line);

    public sealed record AutoEscape(Expression Value, IReadOnlyList<Statement> Body, int Line) : Statement(Line);

    public sealed record Block(string Name, bool Scoped, bool Required, IReadOnlyList<Statement> Body, int Line) : Statement(Line);

    public sealed record Extends(Expression Template, int Line) : Statement(Line);

    public sealed record Include(Expression Template, bool IgnoreMissing, bool WithContext, int Line) : Statement(Line);

    public sealed record Import(Expression Template, string Target, bool WithContext, int Line) : Statement(Line);

    public sealed record FromImport(Expression Template, IReadOnlyList<(string Name, string Alias)> Names, bool WithContext, int Line) : Statement(Line);

    public sealed record Assign(Expression Target, Expression Value, int Line) : Statement(Line);

    public sealed record AssignBlock(Expression Target, Expression.Filter? Filter, IReadOnlyList<Statement> Body, int Line) : Statement(Line);

    public sealed record Do(Expression Value, int Line) : Statement(Line);

    public sealed record Break(int Line) : Statement(Line);

    public sealed record Continue(int Line) : Statement(Line);

    /// <summary>Statements of the same scope that this one holds.</summary>
    public IEnumerable<IReadOnlyList<Statement>> Bodies() => this switch
    {
        For loop => [loop.Body, loop.Else],
        If branch => branch.ElseIfs.Select(e => e.Body).Prepend(branch.Body).Append(branch.Else),
        Macro macro => [macro.Body],
        CallBlock call => [call.Body],
        FilterBlock filter => [filter.Body],
        With with => [with.Body],
        AutoEscape escape => [escape.Body],
        Block block => [block.Body],
        AssignBlock assign => [assign.Body],
        _ => [],
    };

    /// <summary>Expressions that the statement itself holds.</summary>
    public IEnumerable<Expression> Expressions() => this switch
    {
        Output output => output.Items,
        For loop => loop.Test is null ? [loop.Target, loop.Source] : [loop.Target, loop.Source, loop.Test],
        If branch => branch.ElseIfs.Select(e => e.Test).Prepend(branch.Test),
        Macro macro => macro.Parameters.Concat(macro.Defaults),
        CallBlock call => call.Parameters.Concat(call.Defaults).Prepend(call.Call),
        FilterBlock filter => [filter.Filter],
        With with => with.Assignments.SelectMany(a => new[] { a.Target, a.Value }),
        AutoEscape escape => [escape.Value],
        Extends extends => [extends.Template],
        Include include => [include.Template],
        Import import => [import.Template],
        FromImport from => [from.Template],
        Assign assign => [assign.Target, assign.Value],
        AssignBlock assign => assign.Filter is null ? [assign.Target] : [assign.Target, assign.Filter],
        Do statement => [statement.Value],
        _ => [],
    };
}
