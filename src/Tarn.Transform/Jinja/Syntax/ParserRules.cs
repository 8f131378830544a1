namespace Tarn.Transform.Jinja.Syntax;

/// <summary>What an environment changes about the language.</summary>
internal sealed record ParserRules(LexerRules Lexer, IReadOnlyDictionary<string, Func<Parser, Statement>> Tags)
{
    /// <summary>Put before the name of every macro (dbt keeps its macros apart from variables so).</summary>
    public string MacroPrefix { get; init; } = string.Empty;

    /// <summary>Whether parameters of macros may have types, which are ignored.</summary>
    public bool TypeAnnotations { get; init; }
}
