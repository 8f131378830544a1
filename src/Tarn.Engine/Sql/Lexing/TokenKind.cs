namespace Tarn.Engine.Sql.Lexing;

internal enum TokenKind
{
    /// <summary>An unquoted name or keyword.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    QuotedName,

    /// <summary>A string literal of any form: '…', E'…', $tag$…$tag$.</summary>
    String,

    Number,

    /// <summary>?, ?1, $1, $name.</summary>
    Parameter,

    /// <summary>An operator or punctuation mark.</summary>
    Symbol,

    /// <summary>The end of the text; there is always exactly one, last.</summary>
    End,
}
