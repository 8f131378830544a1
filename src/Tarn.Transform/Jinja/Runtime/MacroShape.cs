namespace Tarn.Transform.Jinja.Runtime;

/// <summary>What a macro takes.</summary>
internal sealed record MacroShape(
    string? Name, IReadOnlyList<string> Parameters, bool CatchesNamed, bool CatchesPositional, bool UsesCaller);
