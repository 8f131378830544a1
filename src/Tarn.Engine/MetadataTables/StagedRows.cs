using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.MetadataTables;

/// <summary>Rows as a table of the executor for as long as a statement runs. Its name is drawn at random, and no user's text reaches the executor's own tables.</summary>
sealed class StagedRows : IDisposable
{
    readonly Connection _connection;
    readonly string _table = $"__rows_{Guid.NewGuid():N}";
    readonly StructType _columns;

    StagedRows(Connection connection, StructType columns) => (_connection, _columns) = (connection, columns);

    /// <summary>The SELECT that gives the rows.</summary>
    public string Sql => $"SELECT {string.Join(", ", _columns.Fields.Select(Reading))} FROM memory.main.{_table}";

    public static async Task<StagedRows> FillAsync(Instance instance, MetadataTable table, CancellationToken cancellationToken)
    {
        var staged = new StagedRows(instance.Connect(), table.Columns);
        try
        {
            var columns = string.Join(", ", table.Columns.Fields.Select(f => $"{Identifiers.Quote(f.Name)} {(CanBeFilled(f.Type) ? ExecutorTypes.Sql(f.Type) : "BOOLEAN")}"));
            _ = await staged._connection.ExecuteAsync($"CREATE TABLE memory.main.{staged._table} ({columns})", cancellationToken).ConfigureAwait(false);
            await staged.AppendAsync(table, cancellationToken).ConfigureAwait(false);
            return staged;
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    /// <summary>A column that cannot be filled is null in every row: the deleted rows of <c>position_deletes</c>.</summary>
    static string Reading(NestedField column) => CanBeFilled(column.Type) ? Identifiers.Quote(column.Name) : $"NULL::{ExecutorTypes.Sql(column.Type)} AS {Identifiers.Quote(column.Name)}";

    /// <summary>The executor makes no chunks with variants or geometries for others to fill.</summary>
    static bool CanBeFilled(IcebergType type) => type.Kind is not (TypeKind.Variant or TypeKind.Geometry or TypeKind.Geography) && type.Children.All(c => CanBeFilled(c.Type));

    async Task AppendAsync(MetadataTable table, CancellationToken cancellationToken)
    {
        using var appender = _connection.Append("memory", "main", _table);
        using var chunk = new ChunkBuilder(appender.Types);
        var row = 0;
        await foreach (var values in table.Rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            for (var column = 0; column < values.Length; column++) chunk.Column(column).Set(row, values[column]);
            if (++row < DataChunk.Capacity) continue;
            chunk.RowCount = row;
            appender.Append(chunk);
            row = 0;
        }
        if (row > 0)
        {
            chunk.RowCount = row;
            appender.Append(chunk);
        }
        appender.Complete();
    }

    public void Dispose()
    {
        _ = _connection.Execute($"DROP TABLE IF EXISTS memory.main.{_table}", CancellationToken.None);
        _connection.Dispose();
    }
}
