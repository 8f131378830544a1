namespace Tarn.Ingest.Generation;

/// <summary>What made-up data is written as.</summary>
public enum GeneratedFormat
{
    Parquet,
    Csv,
}
