using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Statements;

/// <summary>A dotted name as written, unquoted, with its place in the text.</summary>
internal sealed record ObjectName(ImmutableArray<string> Parts, int Start, int End)
{
    public string Last => Parts[^1];

    public override string ToString() => string.Join('.', Parts);
}
