using System.Collections.Immutable;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;

namespace Tarn.Iceberg.Scans;

/// <summary>What to read for a scan.</summary>
/// <param name="Snapshot">The state that was resolved; null for a table without any.</param>
/// <param name="Schema">The schema in which rows are read.</param>
/// <param name="Tasks">The files, in the order of their manifests.</param>
/// <param name="Counts">What planning looked at.</param>
public sealed record ScanPlan(Snapshot? Snapshot, Schema Schema, ImmutableArray<FileScanTask> Tasks, ScanCounts Counts)
{
    /// <summary>Whether the scan has a filter: rows of the files that do not meet it are not wanted, and <see cref="RowCount"/> is more than will come.</summary>
    public bool IsFiltered { get; init; }

    /// <summary>
    /// How many rows <see cref="Tasks"/> hold, as manifests tell it (spec, "Data File Fields": <c>record_count</c>); null where only the rows do. A deletion vector's
    /// count is how many rows of its file are gone; position delete files may name a row twice, and equality deletes name none.
    /// </summary>
    /// <remarks>Rows of the planned files, whether or not they meet the scan's filter.</remarks>
    public long? RowCount
    {
        get
        {
            var rows = 0L;
            foreach (var task in Tasks)
            {
                if (task.Deletes is not ([] or [{ IsDeletionVector: true }])) return null;
                var live = task.File.RecordCount - (task.Deletes is [var vector] ? vector.RecordCount : 0);
                // A vector of more rows than its file has, or more rows than there can be: damaged, and whoever reads the rows finds out.
                if (live < 0 || (rows += live) < 0) return null;
            }
            return rows;
        }
    }
}
