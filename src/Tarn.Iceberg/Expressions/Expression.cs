using System.Collections.Immutable;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Expressions;

/// <summary>A filter over rows: a closed set of records. Names are resolved and literals converted by <see cref="Bind"/>.</summary>
/// <remarks>A comparison with null is never true, ordering against NaN neither; <c>not</c> is pushed down to the predicates before evaluation.</remarks>
public abstract record Expression
{
    private protected Expression()
    {
    }

    public static Expression True { get; } = new TrueExpression();
    public static Expression False { get; } = new FalseExpression();

    public static Predicate IsNull(string name) => new(PredicateOperator.IsNull, new Reference(name), []);

    public static Predicate NotNull(string name) => new(PredicateOperator.NotNull, new Reference(name), []);

    public static Predicate IsNaN(string name) => new(PredicateOperator.IsNaN, new Reference(name), []);

    public static Predicate NotNaN(string name) => new(PredicateOperator.NotNaN, new Reference(name), []);

    public static Predicate Equal(string name, object literal) => new(PredicateOperator.Eq, new Reference(name), [literal]);

    public static Predicate NotEqual(string name, object literal) => new(PredicateOperator.NotEq, new Reference(name), [literal]);

    public static Predicate LessThan(string name, object literal) => new(PredicateOperator.Lt, new Reference(name), [literal]);

    public static Predicate LessThanOrEqual(string name, object literal) => new(PredicateOperator.LtEq, new Reference(name), [literal]);

    public static Predicate GreaterThan(string name, object literal) => new(PredicateOperator.Gt, new Reference(name), [literal]);

    public static Predicate GreaterThanOrEqual(string name, object literal) => new(PredicateOperator.GtEq, new Reference(name), [literal]);

    public static Predicate StartsWith(string name, string prefix) => new(PredicateOperator.StartsWith, new Reference(name), [prefix]);

    public static Predicate NotStartsWith(string name, string prefix) => new(PredicateOperator.NotStartsWith, new Reference(name), [prefix]);

    public static Predicate In(string name, params IEnumerable<object> literals) => new(PredicateOperator.In, new Reference(name), [.. literals]);

    public static Predicate NotIn(string name, params IEnumerable<object> literals) => new(PredicateOperator.NotIn, new Reference(name), [.. literals]);

    /// <summary>Both; constants are folded.</summary>
    public static Expression And(Expression left, Expression right) => (left, right) switch
    {
        (FalseExpression, _) or (_, FalseExpression) => False,
        (TrueExpression, _) => right,
        (_, TrueExpression) => left,
        _ => new AndExpression(left, right),
    };

    /// <summary>Either; constants are folded.</summary>
    public static Expression Or(Expression left, Expression right) => (left, right) switch
    {
        (TrueExpression, _) or (_, TrueExpression) => True,
        (FalseExpression, _) => right,
        (_, FalseExpression) => left,
        _ => new OrExpression(left, right),
    };

    public static Expression Not(Expression child) => child switch
    {
        TrueExpression => False,
        FalseExpression => True,
        NotExpression inner => inner.Child,
        _ => new NotExpression(child),
    };

    /// <summary>Resolves names in the schema, converts literals to the columns' types and folds what that decides.</summary>
    /// <exception cref="IcebergException">A name or a literal does not fit.</exception>
    public Expression Bind(Schema schema, bool caseSensitive = true) => ExpressionBinding.Bind(this, schema, caseSensitive);

    /// <summary>The same filter without <c>not</c>.</summary>
    public Expression PushDownNot() => ExpressionBinding.PushDownNot(this, negate: false);

    public string ToJson() => JsonText.ToText(writer => ExpressionJson.Write(writer, this));

    /// <summary>Reads the JSON form that REST catalogs use; literals stay untyped until they are bound.</summary>
    public static Expression FromJson(string json) => JsonText.Parse(json, "expression", ExpressionJson.Read);
}

public sealed record TrueExpression : Expression
{
    internal TrueExpression()
    {
    }

    public override string ToString() => "true";
}

public sealed record FalseExpression : Expression
{
    internal FalseExpression()
    {
    }

    public override string ToString() => "false";
}

public sealed record AndExpression(Expression Left, Expression Right) : Expression
{
    public override string ToString() => $"({Left} and {Right})";
}

public sealed record OrExpression(Expression Left, Expression Right) : Expression
{
    public override string ToString() => $"({Left} or {Right})";
}

public sealed record NotExpression(Expression Child) : Expression
{
    public override string ToString() => $"not({Child})";
}

/// <summary>What a predicate tests: a column, or a transform of one.</summary>
public abstract record Term
{
    private protected Term()
    {
    }
}

/// <summary>A column by its dotted name.</summary>
public sealed record Reference(string Name) : Term
{
    public override string ToString() => Name;
}

/// <summary>A transform of a column, as in <c>bucket[16](id) = 3</c>.</summary>
public sealed record TransformTerm(Transform Transform, Reference Reference) : Term
{
    public override string ToString() => $"{Transform}({Reference})";
}

/// <summary>A test whose name and literals are not resolved yet.</summary>
public sealed record Predicate(PredicateOperator Operator, Term Term, ImmutableArray<object> Literals) : Expression
{
    public bool Equals(Predicate? other) => other is not null && Operator == other.Operator && Term == other.Term
        && Literals.SequenceEqual(other.Literals, ValueComparer.Instance);

    public override int GetHashCode() => HashCode.Combine(Operator, Term, Literals.Length);

    public override string ToString() => PredicateText.Of(Operator, Term, Literals, type: null);
}
