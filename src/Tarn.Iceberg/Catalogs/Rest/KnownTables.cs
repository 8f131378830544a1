using System.Collections.Concurrent;
using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Catalogs.Rest;

/// <summary>The last metadata that came of each table. One that is loaded again and again grows by a few snapshots each time: only those are made anew.</summary>
sealed class KnownTables
{
    const int MaxTables = 256;

    readonly ConcurrentDictionary<TableIdentifier, TableMetadata> _tables = new();

    /// <summary>Reads a table's answer.</summary>
    public (TableMetadata Metadata, string? Location) Read(TableIdentifier identifier, RestReply reply)
    {
        var read = reply.Read(json => TableMessages.ReadTable(json, _tables.GetValueOrDefault(identifier)));
        if (_tables.Count >= MaxTables) _tables.Clear();
        _tables[identifier] = read.Metadata;
        return read;
    }
}
