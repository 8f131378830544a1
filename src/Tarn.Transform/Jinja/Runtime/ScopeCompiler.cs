using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Syntax;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Blocks with a scope of their own: set, filter, with, autoescape.</summary>
internal sealed class ScopeCompiler(JinjaEnvironment environment, ExpressionCompiler expressions, Compiler statements, GeneratedLines generated)
{
    public Execute AssignBlock(Statement.AssignBlock assign, Scope scope)
    {
        var inner = scope.Inner();
        new SymbolVisitor(inner.Symbols).Visit(assign.Body);
        var enter = statements.Enter(inner);
        generated.Add();
        var body = statements.Block(assign.Body, inner);
        generated.Add();
        Evaluate? content = null;
        var filter = assign.Filter is null ? null : expressions.Filter(assign.Filter, inner, frame => content!(frame));
        var names = new List<string>();
        var store = TargetCompiler.Compile(assign.Target, scope, names);
        var guard = TargetCompiler.Guard(assign.Target, scope);
        var export = Compiler.Export(names, scope);
        var held = new ThreadLocal<object?>();
        content = _ => held.Value;
        return (frame, _) =>
        {
            enter(frame);
            var buffer = new OutputBuffer(environment.IsNative);
            var flow = body(frame, buffer);
            if (flow != Flow.Normal)
            {
                return flow;
            }

            frame.Line = assign.Line;
            guard?.Invoke(frame);
            var text = buffer.Join(environment);
            text = frame.AutoEscape && text is string plain ? new Markup(plain) : text;
            held.Value = text;
            store(frame, filter is null ? text : filter(frame));
            export?.Invoke(frame);
            return Flow.Normal;
        };
    }

    public Execute FilterBlock(Statement.FilterBlock filter, Scope scope)
    {
        var inner = scope.Inner();
        var visitor = new SymbolVisitor(inner.Symbols);
        visitor.Visit(filter.Body);
        visitor.Visit(filter.Filter);
        var enter = statements.Enter(inner);
        generated.Add();
        var body = statements.Block(filter.Body, inner);
        var held = new ThreadLocal<object?>();
        var apply = expressions.Filter(filter.Filter, inner, _ => held.Value);
        return (frame, output) =>
        {
            enter(frame);
            var buffer = new OutputBuffer(environment.IsNative);
            var flow = body(frame, buffer);
            if (flow != Flow.Normal)
            {
                return flow;
            }

            frame.Line = filter.Line;
            var text = buffer.Join(environment);
            held.Value = frame.AutoEscape && text is string plain ? new Markup(plain) : text;
            output.WriteRaw(apply(frame));
            return Flow.Normal;
        };
    }

    public Execute With(Statement.With with, Scope scope)
    {
        var inner = scope.Inner();
        var visitor = new SymbolVisitor(inner.Symbols);
        foreach (var (target, _) in with.Assignments)
        {
            visitor.Visit(target);
        }

        visitor.Visit(with.Body);
        var enter = statements.Enter(inner);
        var assignments = with.Assignments
            .Select(a => (Value: expressions.Compile(a.Value, scope), Store: TargetCompiler.Compile(a.Target, inner, []))).ToArray();
        generated.Add(assignments.Length);
        var body = statements.Block(with.Body, inner);
        return (frame, output) =>
        {
            enter(frame);
            foreach (var (value, store) in assignments)
            {
                store(frame, value(frame));
            }

            return body(frame, output);
        };
    }

    public Execute AutoEscape(Statement.AutoEscape escape, Scope scope)
    {
        var inner = scope.Inner() with { Volatile = true };
        var visitor = new SymbolVisitor(inner.Symbols);
        visitor.Visit(escape.Value);
        visitor.Visit(escape.Body);
        var enter = statements.Enter(inner);
        var value = expressions.Compile(escape.Value, inner);
        var body = statements.Block(escape.Body, inner);
        return (frame, output) =>
        {
            enter(frame);
            var before = frame.AutoEscape;
            frame.AutoEscape = PyIteration.IsTrue(value(frame));
            var flow = body(frame, output);
            frame.AutoEscape = before;
            return flow;
        };
    }
}
