namespace Tarn.Iceberg.Expressions;

/// <summary>What a manifest says of one column of a file; null where it says nothing. Bounds stay raw until they are compared.</summary>
/// <param name="ValueCount">All values, null and NaN included.</param>
/// <param name="NullCount">Those that are null.</param>
/// <param name="NaNCount">Those that are NaN.</param>
/// <param name="LowerBound">At most every value but null and NaN.</param>
/// <param name="UpperBound">At least every value but null and NaN.</param>
public readonly record struct FieldMetrics(
    long? ValueCount, long? NullCount, long? NaNCount, ReadOnlyMemory<byte>? LowerBound, ReadOnlyMemory<byte>? UpperBound);

/// <summary>The statistics of a file that evaluators ask for; data files have them, whatever their memory layout.</summary>
public interface IFileMetrics
{
    long RecordCount { get; }

    /// <summary>What is known of a column; a default value where nothing is.</summary>
    FieldMetrics MetricsOf(int fieldId);
}
