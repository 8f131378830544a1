using System.Collections.Immutable;
using Tarn.Operate.Jobs;
using Tarn.Server.Catalog;
using Tarn.Server.Syncs;
using Tarn.Transform.Artifacts;

namespace Tarn.Server.Home;

/// <summary>What the first page is made of, as one principal may see it.</summary>
sealed record HomeFacts
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>How far back jobs are counted.</summary>
    public required TimeSpan Span { get; init; }

    public required ImmutableArray<KnownTable> Tables { get; init; }

    /// <summary>The same by name; names differ by more than case.</summary>
    public IReadOnlyDictionary<string, KnownTable> TablesByName =>
        field ??= Tables.DistinctBy(t => t.Identifier.ToString(), StringComparer.OrdinalIgnoreCase).ToDictionary(t => t.Identifier.ToString(), StringComparer.OrdinalIgnoreCase);

    public required BuiltProject? Builds { get; init; }

    public required bool HasDbt { get; init; }

    public required ProjectSources.Known Sources { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<JobSpan> Jobs { get; init; }

    public required bool MayRun { get; init; }
}
