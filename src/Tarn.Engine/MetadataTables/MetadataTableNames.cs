using System.Collections.Immutable;

namespace Tarn.Engine.MetadataTables;

/// <summary>The metadata tables of a table: <c>ns.t.history</c> and the others, named and shaped as Iceberg's reference has them (docs: "Inspecting tables").</summary>
static class MetadataTableNames
{
    static readonly Dictionary<string, Func<MetadataTableSource, Task<MetadataTable>>> Tables = new(StringComparer.OrdinalIgnoreCase)
    {
        ["history"] = s => Task.FromResult(HistoryTables.History(s.Metadata)),
        ["snapshots"] = s => Task.FromResult(HistoryTables.Snapshots(s.Metadata)),
        ["refs"] = s => Task.FromResult(HistoryTables.Refs(s.Metadata)),
        ["metadata_log_entries"] = s => Task.FromResult(HistoryTables.MetadataLog(s.Table)),
        ["manifests"] = ManifestTables.CurrentAsync,
        ["all_manifests"] = ManifestTables.AllAsync,
        ["files"] = s => FileTables.FilesAsync(s, all: false, null),
        ["data_files"] = s => FileTables.FilesAsync(s, all: false, deletes: false),
        ["delete_files"] = s => FileTables.FilesAsync(s, all: false, deletes: true),
        ["all_files"] = s => FileTables.FilesAsync(s, all: true, null),
        ["all_data_files"] = s => FileTables.FilesAsync(s, all: true, deletes: false),
        ["all_delete_files"] = s => FileTables.FilesAsync(s, all: true, deletes: true),
        ["entries"] = s => FileTables.EntriesAsync(s, all: false),
        ["all_entries"] = s => FileTables.EntriesAsync(s, all: true),
        ["partitions"] = PartitionsTable.ReadAsync,
        ["position_deletes"] = PositionDeletesTable.ReadAsync,
    };

    public static ImmutableArray<string> All { get; } = [.. Tables.Keys.Order(StringComparer.Ordinal)];

    public static bool Contains(string name) => Tables.ContainsKey(name);

    public static Task<MetadataTable> OpenAsync(string name, MetadataTableSource source) => Tables[name](source);
}
