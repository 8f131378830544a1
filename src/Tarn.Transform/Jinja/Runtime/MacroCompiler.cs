using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Syntax;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Macros and call blocks.</summary>
internal sealed class MacroCompiler(JinjaEnvironment environment, ExpressionCompiler expressions, Compiler statements, GeneratedLines generated)
{
    public Execute Compile(Statement.Macro macro, Scope scope)
    {
        var make = Body(macro.Name, macro.Parameters, macro.Defaults, macro.Body, macro.Line, scope);
        generated.Add(scope.TopLevel ? 2 : 1);
        var slot = scope.Function.Declare(scope.Symbols.Ref(macro.Name));
        return (frame, _) =>
        {
            var value = make(frame);
            frame.Slots[slot] = value;
            if (scope.TopLevel)
            {
                frame.Context.Set(macro.Name, value, export: true);
            }

            return Flow.Normal;
        };
    }

    public Execute CompileCall(Statement.CallBlock block, Scope scope)
    {
        var make = Body(null, block.Parameters, block.Defaults, block.Body, block.Line, scope);
        var call = expressions.Call(block.Call, scope, frame => make(frame));
        generated.Add(2);
        return (frame, output) =>
        {
            frame.Line = block.Line;
            var result = call(frame);
            output.WriteRaw(result);
            return Flow.Normal;
        };
    }

    /// <summary>Top-level macros that can be made without running the template, each with an activation of its own.</summary>
    public IReadOnlyDictionary<string, Func<TemplateContext, Macro>> TopLevel(IReadOnlyList<Statement> body)
    {
        var result = new Dictionary<string, Func<TemplateContext, Macro>>(StringComparer.Ordinal);
        foreach (var macro in body.OfType<Statement.Macro>())
        {
            var scope = new Scope(new Symbols(), new FunctionScope(null)) { TopLevel = true };
            new SymbolVisitor(scope.Symbols).Visit([macro]);
            statements.Enter(scope);
            var make = Body(macro.Name, macro.Parameters, macro.Defaults, macro.Body, macro.Line, scope);
            var slot = scope.Function.Declare(scope.Symbols.Ref(macro.Name));
            result[macro.Name] = context =>
            {
                var frame = new Frame(scope.Function, null, context, environment.AutoEscape);
                var made = make(frame);
                frame.Slots[slot] = made;
                return made;
            };
        }

        return result;
    }

    private Func<Frame, Macro> Body(
        string? name,
        IReadOnlyList<Expression.Variable> parameters,
        IReadOnlyList<Expression> defaults,
        IReadOnlyList<Statement> body,
        int line,
        Scope outer)
    {
        var scope = outer.Inner() with { Function = new FunctionScope(outer.Function), InLoop = false, Buffered = true };
        var visitor = new SymbolVisitor(scope.Symbols);
        Visit(visitor, parameters, defaults, body);
        var shape = Shape(name, parameters, defaults, body, line, scope, out var slots);
        Visit(visitor, parameters, defaults, body);
        generated.Add(2);
        var enter = statements.Enter(scope);
        var fill = Defaults(parameters, defaults, scope);
        var run = statements.Block(body, scope);
        return frame =>
        {
            Frame captured = frame;
            return new Macro(environment, shape, values => Invoke(scope.Function, captured, slots, values, fill, enter, run, line), frame.AutoEscape);
        };
    }

    private static void Visit(
        SymbolVisitor visitor, IReadOnlyList<Expression.Variable> parameters, IReadOnlyList<Expression> defaults, IReadOnlyList<Statement> body)
    {
        foreach (var expression in parameters.Concat(defaults))
        {
            visitor.Visit(expression);
        }

        visitor.Visit(body);
    }

    private static MacroShape Shape(
        string? name,
        IReadOnlyList<Expression.Variable> parameters,
        IReadOnlyList<Expression> defaults,
        IReadOnlyList<Statement> body,
        int line,
        Scope scope,
        out int[] slots)
    {
        var names = parameters.Select(p => p.Identifier).ToList();
        var special = UndeclaredNames.Find(body, "caller", "kwargs", "varargs");
        var idents = names.Select(scope.Symbols.Ref).ToList();
        var explicitCaller = names.IndexOf("caller");
        var usesCaller = special.Contains("caller");
        if (usesCaller && explicitCaller >= 0 && explicitCaller < names.Count - defaults.Count)
        {
            throw new JinjaException(
                "TemplateAssertionError",
                "When defining macros or call blocks the special \"caller\" argument must be omitted or be given a default.",
                line);
        }

        void Special(bool wanted, string parameter)
        {
            if (wanted)
            {
                idents.Add(scope.Symbols.DeclareParameter(parameter));
            }
        }

        Special(usesCaller && explicitCaller < 0, "caller");
        var named = special.Contains("kwargs") && !names.Contains("kwargs");
        var positional = special.Contains("varargs") && !names.Contains("varargs");
        Special(named, "kwargs");
        Special(positional, "varargs");
        slots = idents.Select(scope.Function.Declare).ToArray();
        return new MacroShape(name, names, named, positional, usesCaller);
    }

    private Action<Frame> Defaults(IReadOnlyList<Expression.Variable> parameters, IReadOnlyList<Expression> defaults, Scope scope)
    {
        var steps = new List<(int Slot, Evaluate Value)>();
        for (var i = 0; i < parameters.Count; i++)
        {
            var name = parameters[i].Identifier;
            var index = i - (parameters.Count - defaults.Count);
            generated.Add(2);
            Evaluate value = index >= 0
                ? expressions.Compile(defaults[index], scope)
                : frame => new Undefined(environment.UndefinedKind, $"parameter {PyText.Quote(name)} was not provided", name: name);
            steps.Add((scope.Function.Declare(scope.Symbols.Ref(name)), value));
        }

        return frame =>
        {
            foreach (var (slot, value) in steps)
            {
                if (frame.Slots[slot] is Missing)
                {
                    frame.Slots[slot] = value(frame);
                }
            }
        };
    }

    private object? Invoke(
        FunctionScope function, Frame parent, int[] slots, object?[] values, Action<Frame> fill, Action<Frame> enter, Execute run, int line)
    {
        var frame = new Frame(function, parent, parent.Context, parent.AutoEscape) { Line = line };
        for (var i = 0; i < slots.Length; i++)
        {
            frame.Slots[slots[i]] = values[i];
        }

        return TemplateErrors.Guard(frame, () =>
        {
            enter(frame);
            fill(frame);
            var output = new OutputBuffer(environment.IsNative);
            return run(frame, output) == Flow.Return ? throw new MacroReturn(frame.ReturnValue) : output.Join(environment);
        });
    }
}
