using System.Collections.Immutable;
using System.Diagnostics;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Expressions;

/// <summary>Resolves expressions against a schema and removes <c>not</c>.</summary>
internal static class ExpressionBinding
{
    public static Expression Bind(Expression expression, Schema schema, bool caseSensitive) => expression switch
    {
        AndExpression both => Expression.And(Bind(both.Left, schema, caseSensitive), Bind(both.Right, schema, caseSensitive)),
        OrExpression either => Expression.Or(Bind(either.Left, schema, caseSensitive), Bind(either.Right, schema, caseSensitive)),
        NotExpression inner => Expression.Not(Bind(inner.Child, schema, caseSensitive)),
        Predicate predicate => BindPredicate(predicate, schema, caseSensitive),
        _ => expression,
    };

    public static Expression PushDownNot(Expression expression, bool negate) => expression switch
    {
        NotExpression inner => PushDownNot(inner.Child, !negate),
        AndExpression both when negate => Expression.Or(PushDownNot(both.Left, true), PushDownNot(both.Right, true)),
        AndExpression both => Expression.And(PushDownNot(both.Left, false), PushDownNot(both.Right, false)),
        OrExpression either when negate => Expression.And(PushDownNot(either.Left, true), PushDownNot(either.Right, true)),
        OrExpression either => Expression.Or(PushDownNot(either.Left, false), PushDownNot(either.Right, false)),
        TrueExpression => negate ? Expression.False : Expression.True,
        FalseExpression => negate ? Expression.True : Expression.False,
        Predicate predicate => negate ? predicate with { Operator = predicate.Operator.Negate() } : predicate,
        BoundPredicate predicate => negate ? predicate with { Operator = predicate.Operator.Negate() } : predicate,
        _ => throw new UnreachableException(),
    };

    static Expression BindPredicate(Predicate predicate, Schema schema, bool caseSensitive)
    {
        var term = BindTerm(predicate.Term, schema, caseSensitive);
        var op = predicate.Operator;
        if (op is PredicateOperator.IsNaN or PredicateOperator.NotNaN && term.Type.Kind is not (TypeKind.Float or TypeKind.Double))
            throw IcebergException.Invalid($"{op.Word()} cannot be used with the {term.Type} column {term.Name}");
        if (op is PredicateOperator.StartsWith or PredicateOperator.NotStartsWith && term.Type.Kind is not (TypeKind.String or TypeKind.Binary or TypeKind.Fixed))
            throw IcebergException.Invalid($"{op.Word()} cannot be used with the {term.Type} column {term.Name}");
        if (op.IsUnary()) return BindUnary(op, term, IsAlwaysPresent(schema, term));
        return op.IsSet() ? BindSet(op, term, predicate.Literals) : BindComparison(op, term, predicate.Literals[0]);
    }

    static BoundTerm BindTerm(Term term, Schema schema, bool caseSensitive)
    {
        var (name, transform) = term switch
        {
            Reference reference => (reference.Name, Transform.Identity),
            TransformTerm of => (of.Reference.Name, of.Transform),
            _ => throw new UnreachableException(),
        };
        var field = schema.FindField(name, caseSensitive) ?? throw IcebergException.Invalid($"Cannot find field '{name}' in struct: {schema.AsStruct}");
        if (schema.IsRepeated(field.Id))
            throw IcebergException.Invalid($"Cannot filter by '{name}': it is inside a list or map, a row has many values of it or none");
        if (transform is not IdentityTransform && !transform.Accepts(field.Type))
            throw IcebergException.Invalid($"Cannot bind: {transform} cannot transform {field.Type} values from '{name}'");
        return new BoundTerm(field, schema.FindName(field.Id)!, transform);
    }

    /// <summary>Required, and so is every struct around it; what lists and maps hold may be absent.</summary>
    static bool IsAlwaysPresent(Schema schema, BoundTerm term)
    {
        for (var field = term.Field; field is not null; field = schema.FindParent(field.Id))
            if (!field.Required || field.Type is ListType or MapType) return false;
        return term.IsReference;
    }

    static Expression BindUnary(PredicateOperator op, BoundTerm term, bool alwaysPresent) => op switch
    {
        PredicateOperator.IsNull when alwaysPresent => Expression.False,
        PredicateOperator.NotNull when alwaysPresent => Expression.True,
        PredicateOperator.IsNull when term.Type.Kind == TypeKind.Unknown => Expression.True,
        PredicateOperator.NotNull when term.Type.Kind == TypeKind.Unknown => Expression.False,
        _ => new BoundPredicate(op, term, []),
    };

    static Expression BindComparison(PredicateOperator op, BoundTerm term, object literal)
    {
        switch (LiteralConversion.Convert(literal, term.Type))
        {
            case ConvertedLiteral.Value value:
                return new BoundPredicate(op, term, [value.Of]);
            // Beyond the type's range: nothing is above it, every value that is not null below it, or the other way round.
            case ConvertedLiteral.AboveRange:
                return op is PredicateOperator.Lt or PredicateOperator.LtEq or PredicateOperator.NotEq ? NotNull(term) : Expression.False;
            case ConvertedLiteral.BelowRange:
                return op is PredicateOperator.Gt or PredicateOperator.GtEq or PredicateOperator.NotEq ? NotNull(term) : Expression.False;
            case ConvertedLiteral.Between between:
                return BindBetween(op, term, between.Floor);
            default:
                throw Invalid(literal, term);
        }
    }

    static Expression BindBetween(PredicateOperator op, BoundTerm term, object floor) => op switch
    {
        PredicateOperator.Lt or PredicateOperator.LtEq => new BoundPredicate(PredicateOperator.LtEq, term, [floor]),
        PredicateOperator.Gt or PredicateOperator.GtEq => new BoundPredicate(PredicateOperator.Gt, term, [floor]),
        PredicateOperator.NotEq => NotNull(term),
        _ => Expression.False,
    };

    static Expression BindSet(PredicateOperator op, BoundTerm term, ImmutableArray<object> literals)
    {
        var values = new List<object>(literals.Length);
        var seen = new HashSet<object?>(ValueComparer.Instance);
        foreach (var literal in literals)
        {
            var converted = LiteralConversion.Convert(literal, term.Type);
            if (converted is ConvertedLiteral.Invalid) throw Invalid(literal, term);
            if (converted is ConvertedLiteral.Value value && seen.Add(value.Of)) values.Add(value.Of);
        }
        if (values.Count == 0) return op == PredicateOperator.In ? Expression.False : NotNull(term);
        if (values.Count > 1) return new BoundPredicate(op, term, [.. values]);
        return new BoundPredicate(op == PredicateOperator.In ? PredicateOperator.Eq : PredicateOperator.NotEq, term, [values[0]]);
    }

    static BoundPredicate NotNull(BoundTerm term) => new(PredicateOperator.NotNull, term, []);

    static IcebergException Invalid(object literal, BoundTerm term) =>
        IcebergException.Invalid($"Invalid value for conversion to type {term.Type}: {literal} ({literal.GetType().Name}), compared with '{term.Name}'");
}
