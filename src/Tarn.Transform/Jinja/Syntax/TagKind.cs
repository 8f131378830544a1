namespace Tarn.Transform.Jinja.Syntax;

internal enum TagKind
{
    None,
    Variable,
    Block,
    Comment,
    Raw,
}
