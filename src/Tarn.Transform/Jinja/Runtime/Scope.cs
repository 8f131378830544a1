namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Where the compiler is: symbols, function and kind of the surrounding block.</summary>
internal sealed record Scope(Symbols Symbols, FunctionScope Function)
{
    public bool TopLevel { get; init; }

    public bool RootLevel { get; init; }

    /// <summary>Directly in a condition: unknown filters there fail only when they are reached.</summary>
    public bool Soft { get; init; }

    /// <summary>Whether break and continue have a loop to act on.</summary>
    public bool InLoop { get; init; }

    /// <summary>Whether output is collected (a macro or a set block) instead of yielded; matters only for the numbering of generated lines.</summary>
    public bool Buffered { get; init; }

    /// <summary>Inside an autoescape block: what is constant depends on it, so nothing is folded.</summary>
    public bool Volatile { get; init; }

    public string? Block { get; init; }

    public Scope Inner() => this with { Symbols = new Symbols(Symbols), TopLevel = false, RootLevel = false, Soft = false };

    public Scope Branch() => this with { Symbols = Symbols.Copy(), RootLevel = false, Soft = true };
}
