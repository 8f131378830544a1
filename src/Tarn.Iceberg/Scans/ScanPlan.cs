using System.Collections.Immutable;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;

namespace Tarn.Iceberg.Scans;

/// <summary>What to read for a scan.</summary>
/// <param name="Snapshot">The state that was resolved; null for a table without any.</param>
/// <param name="Schema">The schema in which rows are read.</param>
/// <param name="Tasks">The files, in the order of their manifests.</param>
/// <param name="Counts">What planning looked at.</param>
public sealed record ScanPlan(Snapshot? Snapshot, Schema Schema, ImmutableArray<FileScanTask> Tasks, ScanCounts Counts);
