using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Syntax;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Statements that reach other templates: block, extends, include, import.</summary>
internal sealed class ImportCompiler(JinjaEnvironment environment, ExpressionCompiler expressions)
{
    public Execute Block(Statement.Block block, Scope scope)
    {
        var locals = Locals(scope);
        return (frame, output) =>
        {
            var context = frame.Context;
            if (scope.TopLevel && context.Parent is not null)
            {
                return Flow.Normal;
            }

            frame.Line = block.Line;
            var stack = context.Blocks[block.Name];
            if (block.Required && stack.Count <= 1)
            {
                throw JinjaException.Runtime($"Required block {PyText.Quote(block.Name)} not found");
            }

            var target = context;
            if (block.Scoped)
            {
                target = new TemplateContext(environment, context.Derive(locals(frame)), context.Name);
                foreach (var (name, bodies) in context.Blocks)
                {
                    target.Blocks[name] = [.. bodies];
                }
            }

            stack[0].Run(target, output, 0);
            return Flow.Normal;
        };
    }

    public Execute Extends(Statement.Extends extends, Scope scope)
    {
        if (!scope.TopLevel)
        {
            throw new JinjaException("TemplateAssertionError", "cannot use extend from a non top-level scope", extends.Line);
        }

        var template = expressions.Compile(extends.Template, scope);
        return (frame, _) =>
        {
            frame.Line = extends.Line;
            var context = frame.Context;
            if (context.Parent is not null)
            {
                throw JinjaException.Runtime("extended multiple times");
            }

            context.Parent = environment.GetTemplate(template(frame));
            foreach (var (name, body) in context.Parent.Compiled.Blocks)
            {
                if (!context.Blocks.TryGetValue(name, out var stack))
                {
                    context.Blocks[name] = stack = [];
                }

                stack.Add(body);
            }

            return Flow.Normal;
        };
    }

    public Execute Include(Statement.Include include, Scope scope)
    {
        var name = expressions.Compile(include.Template, scope);
        var locals = Locals(scope);
        return (frame, output) =>
        {
            frame.Line = include.Line;
            var template = environment.SelectTemplate(name(frame), include.IgnoreMissing);
            if (template is null)
            {
                return Flow.Normal;
            }

            var names = include.WithContext ? frame.Context.Derive(locals(frame)) : environment.Globals;
            template.RunRoot(template.NewContext(names), output);
            return Flow.Normal;
        };
    }

    public Execute Import(Statement.Import import, Scope scope)
    {
        var load = Module(import.Template, import.WithContext, scope);
        var slot = scope.Function.Declare(scope.Symbols.Ref(import.Target));
        return (frame, _) =>
        {
            frame.Line = import.Line;
            var module = load(frame);
            frame.Slots[slot] = module;
            if (scope.TopLevel)
            {
                frame.Context.Set(import.Target, module);
            }

            return Flow.Normal;
        };
    }

    public Execute FromImport(Statement.FromImport from, Scope scope)
    {
        var load = Module(from.Template, from.WithContext, scope);
        var targets = from.Names.Select(n => (n.Name, n.Alias, Slot: scope.Function.Declare(scope.Symbols.Ref(n.Alias)))).ToArray();
        return (frame, _) =>
        {
            frame.Line = from.Line;
            var module = load(frame);
            foreach (var (name, alias, slot) in targets)
            {
                var value = module.GetAttribute(name);
                value = value is Missing ? NotExported(module, name, from.Line, frame.Context.Name) : value;
                frame.Slots[slot] = value;
                if (scope.TopLevel)
                {
                    frame.Context.Set(alias, value);
                }
            }

            return Flow.Normal;
        };
    }

    private Undefined NotExported(TemplateModule module, string name, int line, string? importer)
    {
        var position = importer is null ? $"line {line}" : $"line {line} in {PyText.Quote(importer)}";
        var template = module.Repr()["<TemplateModule ".Length..^1];
        return new Undefined(
            environment.UndefinedKind,
            $"the template {template} (imported on {position}) does not export the requested name {PyText.Quote(name)}",
            name: name);
    }

    private Func<Frame, TemplateModule> Module(Expression template, bool withContext, Scope scope)
    {
        var name = expressions.Compile(template, scope);
        var locals = Locals(scope);
        return frame => environment.GetTemplate(name(frame)).MakeModule(withContext ? frame.Context.Derive(locals(frame)) : environment.Globals);
    }

    private static Func<Frame, IEnumerable<KeyValuePair<string, object?>>> Locals(Scope scope)
    {
        // Read late: statements further on may still add names, but the set known here is what Jinja passes.
        var readers = scope.Symbols.VisibleStores().Select(s => (s.Key, Read: scope.Function.Reader(s.Value))).ToArray();
        return frame => readers.Select(r => KeyValuePair.Create(r.Key, r.Read(frame)));
    }
}
