using System.Collections.Immutable;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;

namespace Tarn.Iceberg.Scans;

/// <summary>A data file to read.</summary>
/// <param name="File">The file.</param>
/// <param name="DataSequenceNumber">The age of its rows: <c>_last_updated_sequence_number</c> of rows that carry none.</param>
/// <param name="Deletes">The delete files, or the deletion vector, to apply to it.</param>
/// <param name="Residual">What of the filter is left to test on rows; true where the partition decides it.</param>
public sealed record FileScanTask(DataFile File, long DataSequenceNumber, ImmutableArray<DataFile> Deletes, Expression Residual);
