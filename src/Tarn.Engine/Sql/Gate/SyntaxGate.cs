using System.Collections.Frozen;

namespace Tarn.Engine.Sql.Gate;

/// <summary>The node kinds of the executor's syntax tree that may pass. A kind that a later version adds is refused until it is put here.</summary>
internal static class SyntaxGate
{
    public static FrozenSet<string> Expressions { get; } = new[]
    {
        "BETWEEN", "CASE", "CAST", "COLLATE", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "FUNCTION", "LAMBDA", "LAMBDA_REF",
        "OPERATOR", "PARAMETER", "POSITIONAL_REFERENCE", "STAR", "SUBQUERY", "WINDOW",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static FrozenSet<string> QueryNodes { get; } =
        new[] { "SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE" }.ToFrozenSet(StringComparer.Ordinal);

    public static FrozenSet<string> TableReferences { get; } =
        new[] { "BASE_TABLE", "EMPTY", "EXPRESSION_LIST", "JOIN", "PIVOT", "SHOW_REF", "SUBQUERY", "TABLE_FUNCTION" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Parts of a query that are neither expression nor table: modifiers, orders.</summary>
    public static FrozenSet<string> Parts { get; } = new[]
    {
        "ORDER_MODIFIER", "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER", "DISTINCT_MODIFIER",
        "ORDER_DEFAULT", "ASCENDING", "DESCENDING",
    }.ToFrozenSet(StringComparer.Ordinal);
}
