namespace Tarn.Iceberg.Manifests;

/// <summary>Where an entry's larger fields begin in its block; 0 for one that is absent (a block never begins with one: status comes first).</summary>
internal struct DataFileOffsets
{
    public int FilePath;
    public int ColumnSizes;
    public int ValueCounts;
    public int NullValueCounts;
    public int NanValueCounts;
    public int LowerBounds;
    public int UpperBounds;
    public int SplitOffsets;
}
