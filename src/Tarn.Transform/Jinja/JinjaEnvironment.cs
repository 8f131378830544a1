using Tarn.Transform.Jinja.Filters;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;
using Tarn.Transform.Jinja.Syntax;

namespace Tarn.Transform.Jinja;

/// <summary>
/// The rules that templates are compiled and run with: delimiters, undefined values, filters, tests, globals, loader. Safe for use by several
/// threads once it is set up.
/// </summary>
public sealed class JinjaEnvironment
{
    internal static readonly JinjaEnvironment Default = new();

    private readonly Dictionary<string, NativeFunction> filters = new(BuiltinFilters.All, StringComparer.Ordinal);
    private readonly Dictionary<string, NativeFunction> tests = new(BuiltinTests.All, StringComparer.Ordinal);
    private readonly Dictionary<string, Func<Parser, Statement>> tags = new(StringComparer.Ordinal);

    public LexerRules Lexer { get; init; } = new();

    public UndefinedKind UndefinedKind { get; init; }

    public bool AutoEscape { get; init; }

    /// <summary>Hides Python's internal attributes and bounds <c>range</c>, as Jinja's sandbox does.</summary>
    public bool IsSandboxed { get; init; } = true;

    /// <summary>Templates give values instead of text (see <see cref="Concat"/>).</summary>
    public bool IsNative { get; init; }

    /// <summary>Makes the value of a native template, macro or block from the values that it wrote.</summary>
    public Func<IReadOnlyList<object?>, object?> Concat { get; init; } = NativeConcat.Join;

    /// <summary>Source of a template by name, or null if there is none; null for an environment without templates by name.</summary>
    public Func<string, string?>? Loader { get; init; }

    /// <summary>Names that imported templates see; also the base of <see cref="Template.Render(IReadOnlyDictionary{string, object?})"/>.</summary>
    public INames Globals { get; init; } = new DictionaryNames(BuiltinGlobals.All);

    /// <summary>Put before the names of macros.</summary>
    public string MacroPrefix { get; init; } = string.Empty;

    /// <summary>Whether parameters of macros may have types.</summary>
    public bool AllowsTypeAnnotations { get; init; }

    internal NativeFunction? FindFilter(string name) => filters.GetValueOrDefault(name);

    internal NativeFunction? FindTest(string name) => tests.GetValueOrDefault(name);

    public void AddFilter(string name, NativeFunction filter) => filters[name] = filter;

    public void AddTest(string name, NativeFunction test) => tests[name] = test;

    /// <summary>Switches on <c>do</c>.</summary>
    public JinjaEnvironment WithDo()
    {
        AddTag("do", parser =>
        {
            var line = parser.Stream.Next().Line;
            return new Statement.Do(parser.Expressions.ParseTuple(new TupleRules()), line);
        });
        return this;
    }

    /// <summary>Switches on <c>break</c> and <c>continue</c>.</summary>
    public JinjaEnvironment WithLoopControls()
    {
        AddTag("break", parser => new Statement.Break(parser.Stream.Next().Line));
        AddTag("continue", parser => new Statement.Continue(parser.Stream.Next().Line));
        return this;
    }

    internal void AddTag(string name, Func<Parser, Statement> parse) => tags[name] = parse;

    internal Parser NewParser(string source) =>
        new(source, new ParserRules(Lexer, tags) { MacroPrefix = MacroPrefix, TypeAnnotations = AllowsTypeAnnotations });

    /// <summary>Compiles template text. Raises the syntax errors that Jinja raises.</summary>
    public Template Compile(string source, string? name = null)
    {
        try
        {
            return new Template(this, new Compiler(this).Compile(NewParser(source).Parse()), name);
        }
        catch (InsufficientExecutionStackException)
        {
            throw new JinjaException("RecursionError", "maximum recursion depth exceeded");
        }
    }

    internal Template GetTemplate(object? name) => SelectTemplate(name, ignoreMissing: false)!;

    /// <summary>The template, or the first that exists of several names.</summary>
    internal Template? SelectTemplate(object? name, bool ignoreMissing)
    {
        if (name is Template template)
        {
            return template;
        }

        if (Loader is null)
        {
            throw JinjaException.Type("no loader for this environment specified");
        }

        if (name is Undefined undefined)
        {
            throw undefined.Error();
        }

        var names = PyText.IsText(name, out var single) ? [single] : PyIteration.Iterate(name).Select(PyText.Str).ToList();
        foreach (var candidate in names)
        {
            if (Loader(candidate) is { } source)
            {
                return Compile(source, candidate);
            }
        }

        return ignoreMissing ? null : throw (single.Length > 0
            ? new JinjaException("TemplateNotFound", single)
            : new JinjaException("TemplatesNotFound", "none of the templates given were found: " + string.Join(", ", names)));
    }
}
