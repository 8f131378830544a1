namespace Tarn.Iceberg.Expressions;

/// <summary>The tests of the format's expressions, in the specification's words (JSON: <c>lt-eq</c>, <c>not-starts-with</c>).</summary>
public enum PredicateOperator
{
    IsNull,
    NotNull,
    IsNaN,
    NotNaN,
    Lt,
    LtEq,
    Gt,
    GtEq,
    Eq,
    NotEq,
    StartsWith,
    NotStartsWith,
    In,
    NotIn,
}

/// <summary>Facts about operators.</summary>
public static class PredicateOperators
{
    /// <summary>Tests without a literal.</summary>
    public static bool IsUnary(this PredicateOperator op) => op <= PredicateOperator.NotNaN;

    /// <summary>Tests against a set of literals.</summary>
    public static bool IsSet(this PredicateOperator op) => op >= PredicateOperator.In;

    /// <summary>The test that is true exactly where this one is false, rows with null left aside.</summary>
    public static PredicateOperator Negate(this PredicateOperator op) => op switch
    {
        PredicateOperator.IsNull => PredicateOperator.NotNull,
        PredicateOperator.NotNull => PredicateOperator.IsNull,
        PredicateOperator.IsNaN => PredicateOperator.NotNaN,
        PredicateOperator.NotNaN => PredicateOperator.IsNaN,
        PredicateOperator.Lt => PredicateOperator.GtEq,
        PredicateOperator.LtEq => PredicateOperator.Gt,
        PredicateOperator.Gt => PredicateOperator.LtEq,
        PredicateOperator.GtEq => PredicateOperator.Lt,
        PredicateOperator.Eq => PredicateOperator.NotEq,
        PredicateOperator.NotEq => PredicateOperator.Eq,
        PredicateOperator.StartsWith => PredicateOperator.NotStartsWith,
        PredicateOperator.NotStartsWith => PredicateOperator.StartsWith,
        PredicateOperator.In => PredicateOperator.NotIn,
        _ => PredicateOperator.In,
    };

    /// <summary>The word in JSON.</summary>
    public static string Word(this PredicateOperator op) => op switch
    {
        PredicateOperator.IsNull => "is-null",
        PredicateOperator.NotNull => "not-null",
        PredicateOperator.IsNaN => "is-nan",
        PredicateOperator.NotNaN => "not-nan",
        PredicateOperator.Lt => "lt",
        PredicateOperator.LtEq => "lt-eq",
        PredicateOperator.Gt => "gt",
        PredicateOperator.GtEq => "gt-eq",
        PredicateOperator.Eq => "eq",
        PredicateOperator.NotEq => "not-eq",
        PredicateOperator.StartsWith => "starts-with",
        PredicateOperator.NotStartsWith => "not-starts-with",
        PredicateOperator.In => "in",
        _ => "not-in",
    };

    internal static PredicateOperator? OfWord(string word)
    {
        foreach (var op in Enum.GetValues<PredicateOperator>())
            if (op.Word().Equals(word.Replace('_', '-'), StringComparison.OrdinalIgnoreCase)) return op;
        return null;
    }
}
