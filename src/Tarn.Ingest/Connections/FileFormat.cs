namespace Tarn.Ingest.Connections;

/// <summary>How a source's files are read; compression goes by the second suffix (<c>.gz</c>, <c>.zst</c>).</summary>
public enum FileFormat
{
    /// <summary>By the file's suffix.</summary>
    Auto,
    Csv,

    /// <summary>One JSON object a line.</summary>
    Jsonl,

    /// <summary>One JSON array of objects, or one object that holds it (<c>records</c>).</summary>
    Json,
    Parquet,
}
