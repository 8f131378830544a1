using System.Collections.Immutable;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Expressions;

/// <summary>What a bound predicate tests: a field, or a transform of it.</summary>
/// <param name="Field">The field, with its id.</param>
/// <param name="Name">Its dotted name.</param>
/// <param name="Transform">Identity for the field itself.</param>
public sealed record BoundTerm(NestedField Field, string Name, Transform Transform)
{
    public bool IsReference => Transform is IdentityTransform;

    /// <summary>The type of the tested value, which is that of the literals.</summary>
    public IcebergType Type { get; } = Transform.ResultType(Field.Type);

    /// <summary>The tested value of a row whose field has this value.</summary>
    public object? Evaluate(object? fieldValue) => IsReference ? fieldValue : Transform.Apply(Field.Type, fieldValue);

    public override string ToString() => IsReference ? Name : $"{Transform}({Name})";
}

/// <summary>A test of a field whose literals have the field's type, in memory form.</summary>
public sealed record BoundPredicate(PredicateOperator Operator, BoundTerm Term, ImmutableArray<object> Literals) : Expression
{
    /// <summary>The literal of a test that has exactly one.</summary>
    public object Literal => Literals[0];

    /// <summary>Whether a row with this value of the field passes.</summary>
    public bool Test(object? fieldValue)
    {
        var value = Term.Evaluate(fieldValue);
        if (Operator == PredicateOperator.IsNull) return value is null;
        if (value is null) return false;
        return Operator switch
        {
            PredicateOperator.NotNull => true,
            PredicateOperator.IsNaN => IsNaN(value),
            PredicateOperator.NotNaN => !IsNaN(value),
            PredicateOperator.Eq => Same(value, Literal),
            PredicateOperator.NotEq => !Same(value, Literal),
            PredicateOperator.Lt => !IsNaN(value) && ValueComparer.Instance.Compare(value, Literal) < 0,
            PredicateOperator.LtEq => !IsNaN(value) && ValueComparer.Instance.Compare(value, Literal) <= 0,
            PredicateOperator.Gt => !IsNaN(value) && ValueComparer.Instance.Compare(value, Literal) > 0,
            PredicateOperator.GtEq => !IsNaN(value) && ValueComparer.Instance.Compare(value, Literal) >= 0,
            PredicateOperator.StartsWith => HasPrefix(value),
            PredicateOperator.NotStartsWith => !HasPrefix(value),
            PredicateOperator.In => Literals.Any(literal => Same(value, literal)),
            _ => !Literals.Any(literal => Same(value, literal)),
        };
    }

    public bool Equals(BoundPredicate? other) => other is not null && Operator == other.Operator && Term == other.Term
        && Literals.SequenceEqual(other.Literals, ValueComparer.Instance);

    public override int GetHashCode() => HashCode.Combine(Operator, Term.Field.Id, Literals.Length);

    public override string ToString() => PredicateText.Of(Operator, Term, Literals, Term.Type);

    /// <summary>The same test of a field of another name (a partition field).</summary>
    internal Predicate Over(string name, ImmutableArray<object>? literals = null) => new(Operator, new Reference(name), literals ?? Literals);

    static bool Same(object a, object b) => ValueComparer.Instance.Compare(a, b) == 0;

    static bool IsNaN(object value) => value is double.NaN or float.NaN;

    bool HasPrefix(object value) => value switch
    {
        string text => text.StartsWith((string)Literal, StringComparison.Ordinal),
        byte[] bytes => bytes.AsSpan().StartsWith((byte[])Literal),
        _ => false,
    };
}
