namespace Tarn.Transform.Jinja.Syntax;

/// <summary>Where a tuple ends and what it may hold.</summary>
internal readonly record struct TupleRules()
{
    public bool Simplified { get; init; }

    public bool WithConditional { get; init; } = true;

    public bool Parentheses { get; init; }

    public bool WithNamespace { get; init; }
}
