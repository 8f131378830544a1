using System.Collections.Immutable;
using Tarn.Iceberg.Manifests.Columns;
using Tarn.Iceberg.Storage;
using Tarn.Project;
using Tarn.Project.Processes;
using Tarn.Project.Settings;

namespace Tarn.Engine.Sessions;

/// <summary>Where a lakehouse keeps its files, and its limits.</summary>
public sealed record LakehouseOptions
{
    /// <summary>The folder of the tables, absolute.</summary>
    public required string WarehouseFolder { get; init; }

    /// <summary>This process's own folder for spill and staging files, absolute. It is created, and emptied on disposal.</summary>
    public required string TemporaryFolder { get; init; }

    /// <summary>Further folders that tables may be in (<c>storage.allowedLocations</c>), absolute.</summary>
    public ImmutableArray<string> AllowedFolders { get; init; } = [];

    public SqlOptions Sql { get; init; } = new("main", null, null, 8, null, null);

    public TableOptions Tables { get; init; } = TarnYaml.Default.Tables;

    /// <summary>Names that stand for the catalog in front of a namespace: <c>tarn.gold.orders</c>.</summary>
    public ImmutableArray<string> CatalogAliases { get; init; } = ["tarn"];

    /// <summary>The zone in which the executor reads timestamps without one and cuts days: an IANA name.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Statements that wait for a slot; one more is refused with <see cref="EngineErrorKind.ResourceLimit"/>.</summary>
    public int MaxWaitingStatements { get; init; } = 1000;

    /// <summary>Texts whose analysis is remembered.</summary>
    public int AnalysisCacheEntries { get; init; } = 1000;

    /// <summary>Scans whose list of files is remembered.</summary>
    public int PlanCacheEntries { get; init; } = 256;

    /// <summary>What manifests that scans have read may take in memory.</summary>
    public long ManifestCacheBytes { get; init; } = ManifestCache.DefaultBytes;

    /// <summary>The options of a project folder for this process.</summary>
    public static LakehouseOptions Of(ProjectFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new()
        {
            WarehouseFolder = folder.WarehouseFolder,
            TemporaryFolder = folder.TemporaryFolderOf(ProcessIdentity.Current),
            AllowedFolders = [.. folder.AllowedFolders],
            Sql = folder.Options.Sql,
            Tables = folder.Options.Tables,
        };
    }

    internal Location Warehouse => Location.OfLocalPath(WarehouseFolder);

    internal IEnumerable<Location> ReadableLocations => AllowedFolders.Select(Location.OfLocalPath).Prepend(Warehouse);
}
