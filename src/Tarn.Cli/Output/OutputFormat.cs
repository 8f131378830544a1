namespace Tarn.Cli.Output;

/// <summary>How rows are printed.</summary>
enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,
    Csv,

    /// <summary>One array of objects.</summary>
    Json,

    /// <summary>One object a line.</summary>
    Ndjson,

    /// <summary>An Arrow IPC stream.</summary>
    Arrow,

    /// <summary>A Parquet file.</summary>
    Parquet,
}
