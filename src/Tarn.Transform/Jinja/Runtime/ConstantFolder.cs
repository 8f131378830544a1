using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Syntax;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>
/// Evaluates constant expressions at compile time. This is visible: native rendering turns what was folded into text, as Jinja does.
/// </summary>
internal static class ConstantFolder
{
    public static bool TryText(JinjaEnvironment environment, Expression expression, out string text)
    {
        text = string.Empty;
        if (environment.AutoEscape || !IsConstant(environment, expression))
        {
            return false;
        }

        try
        {
            var value = Fold(environment, expression);
            if (environment.IsNative && !HasSafeRepr(value))
            {
                return false;
            }

            text = PyText.Str(value);
            return true;
        }
        catch (Exception error) when (error is JinjaException || TemplateErrors.Translate(error) is not null)
        {
            return false;
        }
    }

    private static object? Fold(JinjaEnvironment environment, Expression expression)
    {
        var scope = new Scope(new Symbols(), new FunctionScope(null));
        var evaluate = new ExpressionCompiler(environment, new GeneratedLines(), folding: true).Compile(expression, scope);
        var context = new TemplateContext(environment, NoNames.Instance, null);
        return evaluate(new Frame(scope.Function, null, context, false));
    }

    private static bool IsConstant(JinjaEnvironment environment, Expression expression) => expression switch
    {
        Expression.Variable or Expression.Call or Expression.NamespaceRef => false,
        Expression.Filter filter when environment.FindFilter(filter.Name) is not { NeedsContext: false } => false,
        Expression.TestOf test when environment.FindTest(test.Name) is not { NeedsContext: false } => false,
        _ => expression.Children().All(c => IsConstant(environment, c)),
    };

    private static bool HasSafeRepr(object? value) => value switch
    {
        null or bool or long or double or string or System.Numerics.BigInteger or PyRange or Markup or PyComplex => true,
        PyTuple tuple => tuple.Items.All(HasSafeRepr),
        PyList list => list.Items.All(HasSafeRepr),
        PySet set => set.Members.All(HasSafeRepr),
        PyDict dict => dict.Pairs.All(p => HasSafeRepr(p.Key) && HasSafeRepr(p.Value)),
        _ => false,
    };

    private sealed class NoNames : INames
    {
        public static readonly NoNames Instance = new();

        public bool TryGet(string name, out object? value)
        {
            value = null;
            return false;
        }
    }
}
