using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Syntax;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>For loops.</summary>
internal sealed class LoopCompiler(JinjaEnvironment environment, ExpressionCompiler expressions, Compiler statements, GeneratedLines generated)
{
    private sealed record Parts(
        Action<Frame, object?> Store, Action<Frame> Enter, Execute Body, Action<Frame>? EnterElse, Execute? Else, int LoopSlot, int Line);

    private delegate IEnumerable<object?> Source(Frame frame, object? iterable);

    public Execute Compile(Statement.For loop, Scope scope)
    {
        if (UndeclaredNames.Stores([loop with { Target = new Expression.Constant(null, loop.Line) }], "loop") || TargetNames(loop.Target).Contains("loop"))
        {
            throw new JinjaException("TemplateSyntaxError", "Can't assign to special loop variable in for-loop target", loop.Line);
        }

        var iterable = expressions.Compile(loop.Source, scope);
        var function = loop.Recursive ? new FunctionScope(scope.Function) : scope.Function;
        var bodyScope = scope.Inner() with { Function = function, InLoop = true };
        var extended = loop.Recursive || UndeclaredNames.Find(loop.Body, "loop").Contains("loop") || HasScopedBlock(loop.Body);
        var loopSlot = extended ? function.Declare(bodyScope.Symbols.DeclareParameter("loop")) : -1;
        var visitor = new SymbolVisitor(bodyScope.Symbols);
        visitor.VisitTarget(loop.Target);
        visitor.Visit(loop.Body);
        var elseScope = scope.Inner() with { Function = function, InLoop = scope.InLoop && !loop.Recursive };
        new SymbolVisitor(elseScope.Symbols).Visit(loop.Else);
        var filter = loop.Test is null ? null : Filter(loop, scope, bodyScope);
        generated.Add(1 + (extended ? 1 : 0) + (loop.Else.Count > 0 ? 1 : 0) + (loop.Recursive ? 2 : 0));
        var store = TargetCompiler.Compile(loop.Target, bodyScope, []);
        var enter = statements.Enter(bodyScope);
        generated.Add();
        var body = statements.Block(loop.Body, bodyScope);
        var enterElse = loop.Else.Count > 0 ? statements.Enter(elseScope) : null;
        var otherwise = loop.Else.Count > 0 ? statements.Block(loop.Else, elseScope) : null;
        var parts = new Parts(store, enter, body, enterElse, otherwise, loopSlot, loop.Line);
        Source source = filter ?? ((_, value) => PyIteration.Iterate(value));
        return loop.Recursive ? Recursive(parts, source, iterable, function) : (frame, output) =>
        {
            frame.Line = loop.Line;
            return Run(parts, frame, output, source, iterable(frame), null, 0);
        };
    }

    private Execute Recursive(Parts parts, Source source, Evaluate iterable, FunctionScope function) => (frame, output) =>
    {
        object? Recurse(object? items, int depth)
        {
            var inner = new Frame(function, frame, frame.Context, frame.AutoEscape) { Line = parts.Line };
            return TemplateErrors.Guard(inner, () =>
            {
                System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
                var buffer = new OutputBuffer(environment.IsNative);
                var flow = Run(parts, inner, buffer, source, items, Recurse, depth);
                if (flow == Flow.Return)
                {
                    throw new MacroReturn(inner.ReturnValue);
                }

                var text = buffer.Join(environment);
                return inner.AutoEscape && text is string plain ? new Markup(plain) : text;
            });
        }

        frame.Line = parts.Line;
        output.WriteRaw(Recurse(iterable(frame), 0));
        return Flow.Normal;
    };

    private Flow Run(
        Parts parts, Frame frame, OutputBuffer output, Source source, object? iterable, Func<object?, int, object?>? recurse, int depth)
    {
        var items = source(frame, iterable);
        var filtered = items is PyFiltered;
        var loop = parts.LoopSlot < 0 ? null : new LoopContext(filtered ? null : iterable, items, environment.UndefinedKind, recurse, depth);
        using var plain = loop is null ? items.GetEnumerator() : null;
        var empty = true;
        while (loop?.MoveNext() ?? plain!.MoveNext())
        {
            parts.Store(frame, loop is null ? plain!.Current : loop.Current);
            if (loop is not null)
            {
                frame.Slots[parts.LoopSlot] = loop;
            }

            parts.Enter(frame);
            var flow = parts.Body(frame, output);
            if (flow == Flow.Return)
            {
                return flow;
            }

            if (flow == Flow.Break)
            {
                break;
            }

            empty &= flow == Flow.Continue;
            frame.Line = parts.Line;
        }

        if (!empty || parts.Else is null)
        {
            return Flow.Normal;
        }

        parts.EnterElse!(frame);
        return parts.Else(frame, output);
    }

    private Source Filter(Statement.For loop, Scope scope, Scope bodyScope)
    {
        var test = scope.Inner() with { Function = new FunctionScope(scope.Function) };
        var visitor = new SymbolVisitor(test.Symbols);
        visitor.VisitTarget(loop.Target);
        visitor.Visit(loop.Test);
        generated.Add(1);
        var enter = statements.Enter(test);
        generated.Add(3);
        _ = bodyScope;
        var store = TargetCompiler.Compile(loop.Target, test, []);
        var condition = expressions.Compile(loop.Test!, test);
        return (frame, value) =>
        {
            var inner = new Frame(test.Function, frame, frame.Context, frame.AutoEscape) { Line = loop.Test!.Line };
            enter(inner);
            return new PyFiltered(PyIteration.Iterate(value), item => (bool)TemplateErrors.Guard(inner, () =>
            {
                store(inner, item);
                return PyIteration.IsTrue(condition(inner));
            })!);
        };
    }

    private static IEnumerable<string> TargetNames(Expression target) =>
        target is Expression.Variable name ? [name.Identifier] : target.Children().SelectMany(TargetNames);

    private static bool HasScopedBlock(IEnumerable<Statement> body) =>
        body.Any(s => s is Statement.Block { Scoped: true } || HasScopedBlock(s.Bodies().SelectMany(b => b)));
}
