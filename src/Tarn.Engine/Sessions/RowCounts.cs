namespace Tarn.Engine.Sessions;

/// <summary>How many rows a statement put in, changed and took out.</summary>
public sealed record RowCounts(long Inserted, long Updated, long Deleted)
{
    public long Total => Inserted + Updated + Deleted;
}
