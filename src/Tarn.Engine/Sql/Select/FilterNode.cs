using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Select;

/// <summary>A condition on one table's columns, by name and untyped: the table's schema decides whether it can prune.</summary>
internal abstract record FilterNode
{
    /// <summary>True where a row of nulls never meets the condition: only then may it prune the optional side of an outer join.</summary>
    public abstract bool RejectsNulls { get; }

    /// <summary>True where rows that meet this are just those that meet what was written; false where a part of it could not be read and is missing.</summary>
    public virtual bool IsExact => true;

    /// <summary>What NOT makes of it, in SQL's logic of three values: a row for which this is unknown meets neither. Null where a part is missing, whose negation is not known.</summary>
    public abstract FilterNode? Not();

    public sealed record Compare(string Column, FilterOperator Operator, FilterConstant Value) : FilterNode
    {
        public override bool RejectsNulls => true;

        public override FilterNode Not() => this with
        {
            Operator = Operator switch
            {
                FilterOperator.Equal => FilterOperator.NotEqual,
                FilterOperator.NotEqual => FilterOperator.Equal,
                FilterOperator.Less => FilterOperator.GreaterOrEqual,
                FilterOperator.LessOrEqual => FilterOperator.Greater,
                FilterOperator.Greater => FilterOperator.LessOrEqual,
                _ => FilterOperator.Less,
            },
        };
    }

    public sealed record In(string Column, ImmutableArray<FilterConstant> Values, bool IsNegated = false) : FilterNode
    {
        public override bool RejectsNulls => true;

        public override FilterNode Not() => this with { IsNegated = !IsNegated };
    }

    public sealed record Prefix(string Column, string Text, bool IsWhole, bool IsNegated = false) : FilterNode
    {
        public override bool IsExact => IsWhole;

        public override bool RejectsNulls => true;

        public override FilterNode? Not() => IsWhole ? this with { IsNegated = !IsNegated } : null;
    }

    public sealed record IsNull(string Column) : FilterNode
    {
        public override bool RejectsNulls => false;

        public override FilterNode Not() => new NotNull(Column);
    }

    public sealed record NotNull(string Column) : FilterNode
    {
        public override bool RejectsNulls => true;

        public override FilterNode Not() => new IsNull(Column);
    }

    public sealed record And(ImmutableArray<FilterNode> Children, bool IsWhole) : FilterNode
    {
        public override bool IsExact => IsWhole && Children.All(c => c.IsExact);

        public override bool RejectsNulls => Children.Any(c => c.RejectsNulls);

        public override FilterNode? Not() => IsWhole && Negated(Children) is { } children ? new Or(children) : null;
    }

    public sealed record Or(ImmutableArray<FilterNode> Children) : FilterNode
    {
        public override bool IsExact => Children.All(c => c.IsExact);

        public override bool RejectsNulls => Children.All(c => c.RejectsNulls);

        /// <summary>Without those of unknown negation: fewer conditions only keep more.</summary>
        public override FilterNode? Not()
        {
            var known = Children.Select(c => c.Not()).OfType<FilterNode>().ToImmutableArray();
            return known.IsEmpty ? null : new And(known, known.Length == Children.Length);
        }
    }

    static ImmutableArray<FilterNode>? Negated(ImmutableArray<FilterNode> children)
    {
        var known = children.Select(c => c.Not()).OfType<FilterNode>().ToImmutableArray();
        return known.Length == children.Length ? known : null;
    }
}

internal enum FilterOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
