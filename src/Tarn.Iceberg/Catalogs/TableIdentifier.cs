namespace Tarn.Iceberg.Catalogs;

/// <summary>The name of a table or view in its namespace.</summary>
public sealed record TableIdentifier(Namespace Namespace, string Name)
{
    public TableIdentifier(string @namespace, string name) : this(new Namespace(@namespace), name)
    {
    }

    /// <summary>For people: <c>ns.sub.table</c>.</summary>
    public override string ToString() => Namespace.IsRoot ? Name : $"{Namespace}.{Name}";
}
