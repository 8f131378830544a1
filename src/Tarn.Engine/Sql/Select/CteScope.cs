namespace Tarn.Engine.Sql.Select;

/// <summary>The CTE names that a query sees, innermost first. The executor's rule: a CTE sees those before it, and itself only on the right side of a recursion.</summary>
internal sealed class CteScope
{
    readonly string? _name;
    readonly CteScope? _outer;

    CteScope(string? name, CteScope? outer)
    {
        _name = name;
        _outer = outer;
    }

    public static CteScope Empty { get; } = new(null, null);

    public CteScope With(string cte) => new(cte, this);

    public bool Contains(string table)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
            if (string.Equals(scope._name, table, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
