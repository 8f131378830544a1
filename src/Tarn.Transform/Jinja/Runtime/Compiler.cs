using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Syntax;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Turns a parsed template into delegates.</summary>
internal sealed class Compiler
{
    private readonly JinjaEnvironment environment;
    private readonly GeneratedLines generated = new();
    private readonly ExpressionCompiler expressions;
    private readonly MacroCompiler macros;
    private readonly LoopCompiler loops;
    private readonly ImportCompiler imports;
    private readonly OutputCompiler outputs;
    private readonly ScopeCompiler scopes;

    public Compiler(JinjaEnvironment environment)
    {
        this.environment = environment;
        expressions = new ExpressionCompiler(environment, generated);
        macros = new MacroCompiler(environment, expressions, this, generated);
        loops = new LoopCompiler(environment, expressions, this, generated);
        imports = new ImportCompiler(environment, expressions);
        outputs = new OutputCompiler(environment, expressions, generated);
        scopes = new ScopeCompiler(environment, expressions, this, generated);
    }

    public CompiledTemplate Compile(IReadOnlyList<Statement> body)
    {
        var blocks = new Dictionary<string, Statement.Block>(StringComparer.Ordinal);
        CollectBlocks(body, blocks);
        var scope = new Scope(new Symbols(), new FunctionScope(null)) { TopLevel = true, RootLevel = true };
        var self = DeclareSelf(body, scope);
        new SymbolVisitor(scope.Symbols).Visit(body);
        var enter = Enter(scope);
        var run = Block(body, scope);
        var compiledBlocks = blocks.ToDictionary(b => b.Key, b => CompileBlock(b.Value), StringComparer.Ordinal);
        return new CompiledTemplate(
            (context, output) => RunRoot(context, output, scope.Function, self, enter, run),
            compiledBlocks,
            macros.TopLevel(body));
    }

    /// <summary>First values of a scope's variables. Variables are declared here, so this comes before the code that uses them is compiled.</summary>
    public Action<Frame> Enter(Scope scope)
    {
        var steps = new List<Action<Frame>>();
        var undefined = 0;
        foreach (var (ident, (kind, source)) in scope.Symbols.Loads)
        {
            var slot = scope.Function.Declare(ident);
            switch (kind)
            {
                case LoadKind.Resolve:
                    generated.Add();
                    steps.Add(frame => frame.Slots[slot] = frame.Context.Resolve(source!));
                    break;
                case LoadKind.Alias:
                    generated.Add();
                    var read = scope.Function.Reader(source!);
                    steps.Add(frame => frame.Slots[slot] = read(frame));
                    break;
                case LoadKind.Undefined:
                    undefined = 1;
                    steps.Add(frame => frame.Slots[slot] = Missing.Value);
                    break;
            }
        }

        generated.Add(undefined);
        var all = steps.ToArray();
        return frame =>
        {
            foreach (var step in all)
            {
                step(frame);
            }
        };
    }

    public Execute Block(IReadOnlyList<Statement> statements, Scope scope)
    {
        generated.Add();
        var all = statements.Select(s => Compile(s, scope)).ToArray();
        return all.Length == 1 ? all[0] : (frame, output) =>
        {
            foreach (var execute in all)
            {
                var flow = execute(frame, output);
                if (flow != Flow.Normal)
                {
                    return flow;
                }
            }

            return Flow.Normal;
        };
    }

    private Execute Compile(Statement statement, Scope scope) => statement switch
    {
        Statement.Output output => outputs.Output(output, scope),
        Statement.If branch => If(branch, scope),
        Statement.For loop => loops.Compile(loop, scope),
        Statement.Assign assign => Assign(assign, scope),
        Statement.AssignBlock assign => scopes.AssignBlock(assign, scope),
        Statement.Macro macro => macros.Compile(macro, scope),
        Statement.CallBlock call => macros.CompileCall(call, scope),
        Statement.FilterBlock filter => scopes.FilterBlock(filter, scope),
        Statement.With with => scopes.With(with, scope),
        Statement.AutoEscape escape => scopes.AutoEscape(escape, scope),
        Statement.Do statementCall => outputs.Do(statementCall, scope),
        Statement.Break => scope.InLoop ? (_, _) => Flow.Break : throw OutsideLoop("'break' outside loop"),
        Statement.Continue => scope.InLoop ? (_, _) => Flow.Continue : throw OutsideLoop("'continue' not properly in loop"),
        Statement.Block block => imports.Block(block, scope),
        Statement.Extends extends => imports.Extends(extends, scope),
        Statement.Include include => imports.Include(include, scope),
        Statement.Import import => imports.Import(import, scope),
        Statement.FromImport from => imports.FromImport(from, scope),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private JinjaException OutsideLoop(string message)
    {
        generated.Add();
        return generated.Error(message);
    }

    private Execute If(Statement.If branch, Scope scope)
    {
        var soft = scope.Branch();
        var tests = new List<(int Line, Evaluate Test, Execute Body)>();
        foreach (var part in branch.ElseIfs.Prepend(branch))
        {
            generated.Add();
            tests.Add((part.Line, expressions.Compile(part.Test, soft), Block(part.Body, soft)));
        }

        generated.Add(branch.Else.Count > 0 ? 1 : 0);
        var otherwise = branch.Else.Count > 0 ? Block(branch.Else, soft) : null;
        var all = tests.ToArray();
        return (frame, output) =>
        {
            foreach (var (line, test, body) in all)
            {
                frame.Line = line;
                if (PyIteration.IsTrue(test(frame)))
                {
                    return body(frame, output);
                }
            }

            return otherwise is null ? Flow.Normal : otherwise(frame, output);
        };
    }

    private Execute Assign(Statement.Assign assign, Scope scope)
    {
        generated.Add();
        var guard = TargetCompiler.Guard(assign.Target, scope);
        var value = expressions.Compile(assign.Value, scope);
        var names = new List<string>();
        var store = TargetCompiler.Compile(assign.Target, scope, names);
        var export = Export(names, scope);
        return (frame, _) =>
        {
            frame.Line = assign.Line;
            guard?.Invoke(frame);
            store(frame, value(frame));
            export?.Invoke(frame);
            return Flow.Normal;
        };
    }

    /// <summary>Names set at the top level are visible to blocks, imports and includes through the context.</summary>
    public static Action<Frame>? Export(List<string> names, Scope scope)
    {
        if (!scope.TopLevel || names.Count == 0)
        {
            return null;
        }

        var exports = names.Distinct().Select(n => (Name: n, Read: scope.Function.Reader(scope.Symbols.Ref(n)))).ToArray();
        return frame =>
        {
            foreach (var (name, read) in exports)
            {
                frame.Context.Set(name, read(frame), export: true);
            }
        };
    }

    private static Action<Frame>? DeclareSelf(IReadOnlyList<Statement> body, Scope scope)
    {
        if (!UndeclaredNames.Find(body, "self").Contains("self"))
        {
            return null;
        }

        var slot = scope.Function.Declare(scope.Symbols.DeclareParameter("self"));
        return frame => frame.Slots[slot] = new TemplateReference(frame.Context, frame.AutoEscape);
    }

    private static void RunRoot(
        TemplateContext context, OutputBuffer output, FunctionScope function, Action<Frame>? self, Action<Frame> enter, Execute run)
    {
        var frame = new Frame(function, null, context, context.Environment.AutoEscape);
        TemplateErrors.Guard(frame, () =>
        {
            self?.Invoke(frame);
            enter(frame);
            if (run(frame, output) == Flow.Return)
            {
                throw new JinjaException("MacroReturn", PyText.Str(frame.ReturnValue)) { Payload = frame.ReturnValue };
            }

            return (object?)null;
        });
        context.Parent?.RunRoot(context, output);
    }

    private BlockBody CompileBlock(Statement.Block block)
    {
        generated.Add(7);
        var scope = new Scope(new Symbols(), new FunctionScope(null)) { Block = block.Name };
        var special = UndeclaredNames.Find(block.Body, "self", "super");
        var self = special.Contains("self") ? DeclareSelf(block.Body, scope) : null;
        var superSlot = special.Contains("super") ? scope.Function.Declare(scope.Symbols.DeclareParameter("super")) : -1;
        new SymbolVisitor(scope.Symbols).Visit(block.Body);
        var enter = Enter(scope);
        var run = Block(block.Body, scope);
        return new BlockBody(block.Name, (context, output, depth) =>
        {
            var frame = new Frame(scope.Function, null, context, environment.AutoEscape);
            TemplateErrors.Guard(frame, () =>
            {
                self?.Invoke(frame);
                if (superSlot >= 0)
                {
                    frame.Slots[superSlot] = BlockReference.Super(block.Name, context, depth, frame.AutoEscape);
                }

                enter(frame);
                run(frame, output);
                return (object?)null;
            });
        });
    }

    private static void CollectBlocks(IEnumerable<Statement> body, Dictionary<string, Statement.Block> blocks)
    {
        foreach (var statement in body)
        {
            if (statement is Statement.Block block && !blocks.TryAdd(block.Name, block))
            {
                throw new JinjaException("TemplateAssertionError", $"block {PyText.Quote(block.Name)} defined twice", block.Line);
            }

            CollectBlocks(statement.Bodies().SelectMany(b => b), blocks);
        }
    }
}
