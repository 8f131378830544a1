using System.Collections.Concurrent;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;
using Tarn.Transform.Rendering;

namespace Tarn.Transform.Projects;

/// <summary>The names that one node's templates see: its own, then macros as its package sees them, then dbt's base context.</summary>
internal sealed class MacroNames : INames
{
    private readonly MacroLibrary library;
    private readonly string package;
    private readonly JinjaEnvironment environment;
    private readonly IReadOnlyDictionary<string, object?> own;
    private readonly INames fallback;
    private readonly ConcurrentDictionary<string, MacroFunction> functions;

    public MacroNames(MacroLibrary library, string package, JinjaEnvironment environment, IReadOnlyDictionary<string, object?> own, INames fallback)
        : this(library, package, environment, own, fallback, new(StringComparer.Ordinal))
    {
    }

    private MacroNames(
        MacroLibrary library,
        string package,
        JinjaEnvironment environment,
        IReadOnlyDictionary<string, object?> own,
        INames fallback,
        ConcurrentDictionary<string, MacroFunction> functions)
    {
        this.library = library;
        this.package = package;
        this.environment = environment;
        this.own = own;
        this.fallback = fallback;
        this.functions = functions;
    }

    /// <summary>Names that stand before everything else: what a unit test or a batch overrides.</summary>
    public Dictionary<string, object?> Forced { get; private init; } = new(StringComparer.Ordinal);

    public bool TryGet(string name, out object? value)
    {
        if (Forced.TryGetValue(name, out value))
        {
            return true;
        }

        if (own.TryGetValue(name, out value) && library.Find(library.Root, name) is null)
        {
            return true;
        }

        if (library.Resolve(package, name) is { } macro)
        {
            value = Function(macro);
            return true;
        }

        if (library.IsPackage(name))
        {
            value = new PackageNamespace(this, name);
            return true;
        }

        return own.TryGetValue(name, out value) || fallback.TryGet(name, out value);
    }

    public MacroFunction Function(SourceMacro macro) => functions.GetOrAdd(macro.UniqueId, _ =>
        new MacroFunction(macro.Name, macro.Block.Text, environment, package == macro.Package || macro.Package == MacroLibrary.BuiltinPackage
            ? this
            : new MacroNames(library, macro.Package, environment, own, fallback, functions) { Forced = Forced }, macro.CompiledName));

    public MacroFunction? Find(string packageName, string name) => library.Find(packageName, name) is { } macro ? Function(macro) : null;

    private sealed class PackageNamespace(MacroNames names, string packageName) : PyObject
    {
        public override string TypeName => "dict";

        public override bool IsTrue => true;

        public override object? GetAttribute(string name) => (object?)names.Find(packageName, name) ?? Missing.Value;

        public override bool? Contains(object? item) => TryGetItem(item, out _);

        public override bool TryGetItem(object? key, out object? value)
        {
            value = key is string name ? names.Find(packageName, name) : null;
            return value is not null;
        }
    }
}
