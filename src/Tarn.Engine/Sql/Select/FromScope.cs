namespace Tarn.Engine.Sql.Select;

/// <summary>What stands in the FROM of one SELECT; column names look here first, then in the scopes around.</summary>
internal sealed class FromScope(FromScope? outer)
{
    public FromScope? Outer { get; } = outer;

    public List<FromElement> Elements { get; } = [];

    public IEnumerable<FromElement> Named(string name) =>
        Elements.Where(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));
}
