using Tarn.Transform.Jinja.Syntax;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Collects the names that statements of one scope read and set.</summary>
internal sealed class SymbolVisitor(Symbols symbols)
{
    private Symbols current = symbols;

    public void Visit(IEnumerable<Statement> statements)
    {
        foreach (var statement in statements)
        {
            Visit(statement);
        }
    }

    public void Visit(Expression? expression)
    {
        switch (expression)
        {
            case null or Expression.Constant or Expression.Data:
                break;
            case Expression.Variable { Use: NameUse.Load } name:
                current.Load(name.Identifier);
                break;
            case Expression.Variable { Use: NameUse.Store } name:
                current.Store(name.Identifier);
                break;
            case Expression.Variable name:
                current.DeclareParameter(name.Identifier);
                break;
            case Expression.NamespaceRef reference:
                current.Load(reference.Identifier);
                break;
            default:
                foreach (var child in expression.Children())
                {
                    Visit(child);
                }

                break;
        }
    }

    /// <summary>Names of a for loop's target belong to the loop.</summary>
    public void VisitTarget(Expression target)
    {
        if (target is Expression.Variable name)
        {
            current.DeclareParameter(name.Identifier);
            return;
        }

        foreach (var child in target.Children())
        {
            VisitTarget(child);
        }
    }

    private void Visit(Statement statement)
    {
        switch (statement)
        {
            case Statement.If branch:
                VisitIf(branch);
                break;
            case Statement.Macro macro:
                current.Store(macro.Name);
                break;
            case Statement.Import import:
                Visit(import.Template);
                current.Store(import.Target);
                break;
            case Statement.FromImport from:
                Visit(from.Template);
                foreach (var (_, alias) in from.Names)
                {
                    current.Store(alias);
                }

                break;
            case Statement.Assign assign:
                Visit(assign.Value);
                Visit(assign.Target);
                break;
            case Statement.For loop:
                Visit(loop.Source);
                break;
            case Statement.CallBlock call:
                Visit(call.Call);
                break;
            case Statement.With with:
                foreach (var (_, value) in with.Assignments)
                {
                    Visit(value);
                }

                break;
            case Statement.AssignBlock assign:
                Visit(assign.Target);
                break;
            case Statement.AutoEscape or Statement.Block:
                break;
            default:
                foreach (var expression in statement.Expressions())
                {
                    Visit(expression);
                }

                break;
        }
    }

    private void VisitIf(Statement.If branch)
    {
        Visit(branch.Test);
        var original = current;
        Symbols Inner(Action visit)
        {
            current = original.Copy();
            visit();
            var result = current;
            current = original;
            return result;
        }

        var body = Inner(() => Visit(branch.Body));
        var elseIfs = Inner(() => Visit(branch.ElseIfs));
        var otherwise = Inner(() => Visit(branch.Else));
        original.Merge(body, elseIfs, otherwise);
    }
}
