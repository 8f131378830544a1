using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;

namespace Tarn.Transform.Jinja;

/// <summary>A compiled template. May be rendered by several threads at once.</summary>
public sealed class Template
{
    internal Template(JinjaEnvironment environment, CompiledTemplate compiled, string? name)
    {
        Environment = environment;
        Compiled = compiled;
        Name = name;
    }

    public JinjaEnvironment Environment { get; }

    public string? Name { get; }

    /// <summary>Names of the macros at the top level.</summary>
    public IEnumerable<string> MacroNames => Compiled.Macros.Keys;

    internal CompiledTemplate Compiled { get; }

    public string Render(IReadOnlyDictionary<string, object?> variables) => Render(new LayeredNames(variables, Environment.Globals));

    public string Render(INames names) => PyText.Str(RenderValue(names));

    /// <summary>The text, or in a native environment the value.</summary>
    public object? RenderValue(INames names)
    {
        var output = new OutputBuffer(Environment.IsNative);
        RunRoot(NewContext(names), output);
        return output.Join(Environment);
    }

    /// <summary>Runs the template and gives what it exports.</summary>
    public TemplateModule MakeModule(INames names)
    {
        var context = NewContext(names);
        var output = new OutputBuffer(Environment.IsNative);
        RunRoot(context, output);
        return new TemplateModule(Name, context.Exported.ToDictionary(n => n, context.Get, StringComparer.Ordinal), output.Join(Environment));
    }

    /// <summary>One top-level macro with the given names, without running the rest of the template.</summary>
    public Macro GetMacro(string name, INames names) => Compiled.Macros[name](NewContext(names));

    internal TemplateContext NewContext(INames names)
    {
        var context = new TemplateContext(Environment, names, Name);
        foreach (var (name, body) in Compiled.Blocks)
        {
            context.Blocks[name] = [body];
        }

        return context;
    }

    internal void RunRoot(TemplateContext context, OutputBuffer output) => Compiled.Root(context, output);
}
