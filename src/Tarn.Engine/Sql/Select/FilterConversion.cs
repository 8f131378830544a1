using System.Collections.Immutable;
using System.Numerics;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Engine.Sql.Select;

/// <summary>Turns collected conditions into the table format's expressions where the executor and the statistics agree on what they mean.</summary>
/// <remarks>
/// They do not where the executor would cast the column (a string compared with a number). To the executor NaN is greater than everything, and bounds leave NaN out: <c>&gt;</c> on floating point
/// asks for NaN too.
/// </remarks>
/// <param name="schema">The columns.</param>
/// <param name="parameters">Values of the statement's parameters.</param>
/// <param name="zoneIsUtc">False where a text without zone means another instant than the same text in UTC.</param>
internal sealed class FilterConversion(Schema schema, IReadOnlyDictionary<string, object?> parameters, bool zoneIsUtc)
{
    /// <summary>Their conjunction; what does not convert is left out, which only keeps more files.</summary>
    public Expression Convert(ImmutableArray<FilterNode> filters) =>
        filters.Aggregate(Expression.True, (all, filter) => Expression.And(all, Convert(filter) ?? Expression.True));

    /// <summary>Their conjunction where all of it converts, so that rows which meet it are just those that meet the conditions; else null.</summary>
    public Expression? ConvertExactly(ImmutableArray<FilterNode> filters)
    {
        var converted = filters.Select(Exactly).OfType<Expression>().ToArray();
        return converted.Length == filters.Length ? converted.Aggregate(Expression.True, Expression.And) : null;
    }

    Expression? Exactly(FilterNode filter)
    {
        if (!filter.IsExact) return null;
        if (filter is not (FilterNode.And or FilterNode.Or)) return Convert(filter);
        var children = filter is FilterNode.And and ? and.Children : ((FilterNode.Or)filter).Children;
        var converted = children.Select(Exactly).OfType<Expression>().ToArray();
        if (converted.Length != children.Length) return null;
        return filter is FilterNode.And ? converted.Aggregate(Expression.And) : converted.Aggregate(Expression.Or);
    }

    Expression? Convert(FilterNode filter) => filter switch
    {
        FilterNode.And and => All(and.Children),
        FilterNode.Or or => Any(or.Children),
        FilterNode.IsNull test => Column(test.Column) is { } field ? Expression.IsNull(field.Name) : null,
        FilterNode.NotNull test => Column(test.Column) is { } field ? Expression.NotNull(field.Name) : null,
        FilterNode.Prefix test when Column(test.Column) is { Type.Kind: TypeKind.String } field =>
            test.IsNegated ? Expression.NotStartsWith(field.Name, test.Text) : Expression.StartsWith(field.Name, test.Text),
        FilterNode.In test => Set(test),
        FilterNode.Compare test => Compare(test),
        _ => null,
    };

    Expression? All(ImmutableArray<FilterNode> children)
    {
        var known = children.Select(Convert).OfType<Expression>().ToArray();
        return known.Length == 0 ? null : known.Aggregate(Expression.And);
    }

    Expression? Any(ImmutableArray<FilterNode> children)
    {
        var known = children.Select(Convert).OfType<Expression>().ToArray();
        return known.Length == children.Length ? known.Aggregate(Expression.Or) : null;
    }

    Predicate? Set(FilterNode.In test)
    {
        if (Column(test.Column) is not { } field) return null;
        var values = test.Values.Select(v => Value(v, field.Type)).ToArray();
        if (values.Any(v => v is null)) return null;
        return test.IsNegated ? Expression.NotIn(field.Name, values.OfType<object>()) : Expression.In(field.Name, values.OfType<object>());
    }

    Expression? Compare(FilterNode.Compare test)
    {
        if (Column(test.Column) is not { } field || Value(test.Value, field.Type) is not { } value) return null;
        return test.Operator switch
        {
            FilterOperator.Equal => Expression.Equal(field.Name, value),
            FilterOperator.NotEqual => Expression.NotEqual(field.Name, value),
            FilterOperator.Less => Expression.LessThan(field.Name, value),
            FilterOperator.LessOrEqual => Expression.LessThanOrEqual(field.Name, value),
            FilterOperator.Greater => OrNaN(Expression.GreaterThan(field.Name, value), field),
            FilterOperator.GreaterOrEqual => OrNaN(Expression.GreaterThanOrEqual(field.Name, value), field),
            _ => null,
        };
    }

    static Expression OrNaN(Expression test, NestedField field) => field.Type.Kind is TypeKind.Float or TypeKind.Double ? Expression.Or(test, Expression.IsNaN(field.Name)) : test;

    NestedField? Column(string name)
    {
        var found = schema.Fields.Where(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray();
        return found.Length == 1 ? found[0] : null;
    }

    /// <summary>The constant in the column's in-memory form, or null where the executor would not compare in the column's own type.</summary>
    object? Value(FilterConstant constant, IcebergType type) => constant switch
    {
        FilterConstant.Exact number => Number(number, type),
        FilterConstant.Floating number when type.Kind == TypeKind.Double && double.IsFinite(number.Value) => number.Value,
        FilterConstant.Text { CastTo: null } text when type.Kind == TypeKind.String => text.Value,
        FilterConstant.Text text when type.Kind != TypeKind.Timestamptz || zoneIsUtc => Moment(text, type),
        FilterConstant.Parameter parameter => parameters.TryGetValue(parameter.Name, out var value) ? Parameter(value, type) : null,
        _ => null,
    };

    static object? Number(FilterConstant.Exact number, IcebergType type)
    {
        var exact = new IcebergDecimal(number.Unscaled, number.Scale);
        return type.Kind switch
        {
            TypeKind.Int when exact.WithScale(0) is { } whole && Fits(whole.Unscaled, int.MinValue, int.MaxValue) => (int)whole.Unscaled,
            TypeKind.Long when exact.WithScale(0) is { } whole && Fits(whole.Unscaled, long.MinValue, long.MaxValue) => (long)whole.Unscaled,
            TypeKind.Double when number.Scale == 0 && Fits(number.Unscaled, -(1L << 53), 1L << 53) => (double)number.Unscaled,
            TypeKind.Decimal when type is DecimalType target && exact.WithScale(target.Scale) is { } scaled && Fits(scaled.Unscaled, target.Precision) => scaled,
            _ => null,
        };
    }

    static bool Fits(BigInteger value, BigInteger least, BigInteger greatest) => value >= least && value <= greatest;

    static bool Fits(BigInteger unscaled, int precision) => BigInteger.Abs(unscaled) < BigInteger.Pow(10, precision);

    static object? Moment(FilterConstant.Text text, IcebergType type)
    {
        var isDate = TemporalText.TryParseDate(text.Value, out var days);
        var nanos = 0L;
        var hasZone = false;
        if (!isDate && !TemporalText.TryParseTimestamp(text.Value, out days, out nanos, out hasZone)) return null;
        switch (type.Kind)
        {
            // A date column against a moment is compared as timestamps: only midnight is the same question.
            case TypeKind.Date when text.CastTo is null or "DATE" || (nanos == 0 && !hasZone && text.CastTo == "TIMESTAMP"):
                return text.CastTo is null && !isDate ? null : days;
            case TypeKind.Timestamp when !hasZone && text.CastTo is null or "TIMESTAMP" or "DATE":
            case TypeKind.Timestamptz when text.CastTo is null or "TIMESTAMP WITH TIME ZONE":
                return text.CastTo == "DATE" && !isDate ? null : Micros(days, nanos);
            default:
                return null;
        }
    }

    static object? Micros(int days, long nanos) =>
        nanos % 1000 == 0 && Math.Abs((long)days) < long.MaxValue / TemporalText.MicrosPerDay - 1 ? days * TemporalText.MicrosPerDay + nanos / 1000 : null;

    static object? Parameter(object? value, IcebergType type) => value switch
    {
        sbyte or byte or short or ushort or int or uint or long or ulong => Number(new FilterConstant.Exact(BigInteger.Parse($"{value}"), 0), type),
        double number when type.Kind == TypeKind.Double && double.IsFinite(number) => number,
        string text when type.Kind == TypeKind.String => text,
        _ => null,
    };
}
