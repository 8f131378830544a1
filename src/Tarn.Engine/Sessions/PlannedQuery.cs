using System.Collections.Immutable;
using Tarn.Engine.Sql.Select;

namespace Tarn.Engine.Sessions;

/// <summary>A query ready for the executor: tables are spliced in, and this is what they resolved to.</summary>
internal sealed record PlannedQuery(SplicedText Text, ImmutableArray<ResolvedTable> Tables, ImmutableArray<PlannedScan> Scans)
{
    public ScanCounts Counts => Scans.Aggregate(default(ScanCounts), (all, scan) => all + scan.Counts);
}

/// <summary>One table of a query and what planning its scan came to.</summary>
internal sealed record PlannedScan(ResolvedTable Table, ScanCounts Counts, string Filter)
{
    /// <summary>True where the statement asked only how many rows there are, and manifests told.</summary>
    public bool OnlyCounted { get; init; }
}
