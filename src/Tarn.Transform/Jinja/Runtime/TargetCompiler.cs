using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Syntax;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Assignments to names, namespaces and nested tuples of them.</summary>
internal static class TargetCompiler
{
    public static Action<Frame, object?> Compile(Expression target, Scope scope, ICollection<string> assigned)
    {
        switch (target)
        {
            case Expression.Variable name:
                var slot = scope.Function.Declare(scope.Symbols.Ref(name.Identifier));
                assigned.Add(name.Identifier);
                return (frame, value) => frame.Slots[slot] = value;
            case Expression.NamespaceRef reference:
                var read = scope.Function.Reader(scope.Symbols.Ref(reference.Identifier));
                return (frame, value) => SetAttribute(read(frame), reference.Attribute, value);
            default:
                var parts = ((Expression.TupleOf)target).Items.Select(i => Compile(i, scope, assigned)).ToArray();
                return (frame, value) => Unpack(parts, frame, value);
        }
    }

    /// <summary>Checks that run before the value is computed: attributes can only be set on namespaces.</summary>
    public static Action<Frame>? Guard(Expression target, Scope scope)
    {
        var references = References(target).Select(r => scope.Function.Reader(scope.Symbols.Ref(r.Identifier))).ToArray();
        return references.Length == 0 ? null : frame =>
        {
            foreach (var read in references)
            {
                CheckNamespace(read(frame));
            }
        };
    }

    private static IEnumerable<Expression.NamespaceRef> References(Expression target) => target switch
    {
        Expression.NamespaceRef reference => [reference],
        Expression.TupleOf tuple => tuple.Items.SelectMany(References),
        _ => [],
    };

    private static Namespace CheckNamespace(object? value) =>
        value as Namespace ?? throw JinjaException.Runtime("cannot assign attribute on non-namespace object");

    private static void SetAttribute(object? target, string name, object? value) => CheckNamespace(target).Attributes[name] = value;

    private static void Unpack(Action<Frame, object?>[] parts, Frame frame, object? value)
    {
        var items = PyIteration.Unpack(value, parts.Length);
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i](frame, items[i]);
        }
    }
}
