namespace Tarn.Iceberg.Schemas;

/// <summary>Where a field stands among the fields of its struct.</summary>
public abstract record FieldPosition
{
    private FieldPosition()
    {
    }

    public sealed record First : FieldPosition;

    /// <param name="Sibling">The name of a field of the same struct, without a path.</param>
    public sealed record Before(string Sibling) : FieldPosition;

    /// <param name="Sibling">The name of a field of the same struct, without a path.</param>
    public sealed record After(string Sibling) : FieldPosition;
}
