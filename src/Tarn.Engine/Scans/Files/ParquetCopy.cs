using Tarn.Engine.Native;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Parquet;

namespace Tarn.Engine.Scans.Files;

/// <summary>Makes a Parquet file of the rows of a file that the executor cannot read: the same rows in the same order, so that positions stay, under the same field ids.</summary>
static class ParquetCopy
{
    /// <param name="connection">Writes the copy.</param>
    /// <param name="source">What is in the file.</param>
    /// <param name="described">The file as the table's metadata has it.</param>
    /// <param name="target">The local path of the copy.</param>
    /// <param name="cancellationToken">Cancels the copying.</param>
    /// <exception cref="EngineException">The file has other rows than the table's metadata says: one that was cut off at the end of a block may look whole.</exception>
    public static void Write(Connection connection, CopiedRows source, DataFile described, string target, CancellationToken cancellationToken)
    {
        var table = $"__copy_{Guid.NewGuid():N}";
        // The executor does not tell cases apart.
        var names = SiblingNames.Apart([.. source.Columns.Select(c => c.Name)]);
        var definitions = names.Count == 0 ? "__no_column INTEGER" : string.Join(", ", source.Columns.Select((c, i) => $"{Identifiers.Quote(names[i])} {c.Type}"));
        _ = connection.Execute($"CREATE TEMP TABLE {table} ({definitions})", cancellationToken);
        try
        {
            var rows = Fill(connection, table, source, cancellationToken);
            if (rows != described.RecordCount) throw OtherRows(described, rows);
            var ids = source.Columns.Select((c, i) => c.FieldIds(names[i])).ToList();
            var option = ids.Count == 0 || ids.Contains(null) ? "" : $", FIELD_IDS {{{string.Join(", ", ids)}}}";
            // The order must be that of the file whatever the instance is set to.
            _ = connection.Execute($"COPY (SELECT * FROM {table} ORDER BY rowid) TO {Identifiers.Literal(target)} (FORMAT parquet, COMPRESSION snappy{option})", cancellationToken);
        }
        finally
        {
            _ = connection.Execute($"DROP TABLE {table}", CancellationToken.None);
        }
    }

    public static EngineException OtherRows(DataFile described, long rows) => new(
        EngineErrorKind.Corrupt, $"The file {described.FilePath} has {rows} rows where the table's metadata says {described.RecordCount}: it was cut off or exchanged. Restore it, or go back to a snapshot without it.");

    /// <summary>Gives the number of rows.</summary>
    static long Fill(Connection connection, string table, CopiedRows source, CancellationToken cancellationToken)
    {
        using var appender = connection.Append("temp", "main", table);
        using var chunk = new ChunkBuilder(appender.Types);
        var row = 0;
        var rows = 0L;
        foreach (var values in source.Rows)
        {
            if (source.Columns.IsEmpty) chunk.Column(0).SetNull(row);
            for (var c = 0; c < values.Length; c++) chunk.Column(c).Set(row, values[c]);
            rows++;
            if (++row < DataChunk.Capacity) continue;
            Append(appender, chunk, ref row);
            cancellationToken.ThrowIfCancellationRequested();
        }
        if (row > 0) Append(appender, chunk, ref row);
        appender.Complete();
        return rows;
    }

    static void Append(Appender appender, ChunkBuilder chunk, ref int rows)
    {
        chunk.RowCount = rows;
        appender.Append(chunk);
        rows = 0;
    }
}
