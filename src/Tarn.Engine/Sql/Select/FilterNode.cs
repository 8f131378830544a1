using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Select;

/// <summary>A condition on one table's columns, by name and untyped: the table's schema decides whether it can prune.</summary>
internal abstract record FilterNode
{
    /// <summary>True where a row of nulls never meets the condition: only then may it prune the optional side of an outer join.</summary>
    public abstract bool RejectsNulls { get; }

    /// <summary>True where rows that meet this are just those that meet what was written; false where a part of it could not be read and is missing.</summary>
    public virtual bool IsExact => true;

    public sealed record Compare(string Column, FilterOperator Operator, FilterConstant Value) : FilterNode
    {
        public override bool RejectsNulls => true;
    }

    public sealed record In(string Column, ImmutableArray<FilterConstant> Values) : FilterNode
    {
        public override bool RejectsNulls => true;
    }

    public sealed record Prefix(string Column, string Text, bool IsWhole) : FilterNode
    {
        public override bool IsExact => IsWhole;

        public override bool RejectsNulls => true;
    }

    public sealed record IsNull(string Column) : FilterNode
    {
        public override bool RejectsNulls => false;
    }

    public sealed record NotNull(string Column) : FilterNode
    {
        public override bool RejectsNulls => true;
    }

    public sealed record And(ImmutableArray<FilterNode> Children, bool IsWhole) : FilterNode
    {
        public override bool IsExact => IsWhole && Children.All(c => c.IsExact);

        public override bool RejectsNulls => Children.Any(c => c.RejectsNulls);
    }

    public sealed record Or(ImmutableArray<FilterNode> Children) : FilterNode
    {
        public override bool IsExact => Children.All(c => c.IsExact);

        public override bool RejectsNulls => Children.All(c => c.RejectsNulls);
    }
}

internal enum FilterOperator
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
