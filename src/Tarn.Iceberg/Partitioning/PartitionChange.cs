namespace Tarn.Iceberg.Partitioning;

/// <summary>What a partition field is made of: a column by its dotted name, and a transform.</summary>
public sealed record PartitionSource(string Column, Transform Transform)
{
    public override string ToString() => Transform is IdentityTransform ? Column : $"{Transform}({Column})";
}

/// <summary>One step of a partition spec's evolution. Spec: "Partition Evolution".</summary>
public abstract record PartitionChange
{
    private PartitionChange()
    {
    }

    /// <param name="Source">What it is made of.</param>
    /// <param name="Name">Its name; null for the one that such a field had before, or else one made of column and transform.</param>
    public sealed record AddField(PartitionSource Source, string? Name = null) : PartitionChange;

    public sealed record RemoveField(string Name) : PartitionChange;

    public sealed record RemoveSource(PartitionSource Source) : PartitionChange;

    public sealed record RenameField(string Name, string NewName) : PartitionChange;
}
