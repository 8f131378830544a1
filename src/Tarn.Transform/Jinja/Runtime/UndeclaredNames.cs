using Tarn.Transform.Jinja.Syntax;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Which of some special names a body reads before anything in it sets them.</summary>
internal sealed class UndeclaredNames
{
    private readonly HashSet<string> open;
    private readonly HashSet<string> found = new(StringComparer.Ordinal);

    private UndeclaredNames(IEnumerable<string> names) => open = new(names, StringComparer.Ordinal);

    public static HashSet<string> Find(IEnumerable<Statement> body, params string[] names)
    {
        var search = new UndeclaredNames(names);
        foreach (var statement in body)
        {
            search.Visit(statement);
        }

        return search.found;
    }

    /// <summary>All names used anywhere in the statements, with their use.</summary>
    public static bool Stores(IEnumerable<Statement> body, string name) => body.Any(s => StoresIn(s, name));

    private static bool StoresIn(Statement statement, string name) =>
        statement.Expressions().Any(e => StoresIn(e, name)) || statement.Bodies().Any(b => Stores(b, name));

    private static bool StoresIn(Expression expression, string name) =>
        (expression is Expression.Variable { Use: NameUse.Store } target && target.Identifier == name) || expression.Children().Any(c => StoresIn(c, name));

    private void Visit(Statement statement)
    {
        if (statement is Statement.Block)
        {
            return;
        }

        foreach (var expression in statement.Expressions())
        {
            Visit(expression);
        }

        foreach (var child in statement.Bodies().SelectMany(b => b))
        {
            Visit(child);
        }
    }

    private void Visit(Expression expression)
    {
        if (expression is Expression.Variable name)
        {
            if (name.Use != NameUse.Load)
            {
                open.Remove(name.Identifier);
            }
            else if (open.Contains(name.Identifier))
            {
                found.Add(name.Identifier);
            }

            return;
        }

        foreach (var child in expression.Children())
        {
            Visit(child);
        }
    }
}
