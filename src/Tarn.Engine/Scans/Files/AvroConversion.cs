using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Manifests.Avro;

namespace Tarn.Engine.Scans.Files;

/// <summary>Makes a Parquet file of an Avro file's records: the same rows in the same order, so that positions stay, under the same field ids.</summary>
static class AvroConversion
{
    /// <exception cref="EngineException">The file has other rows than the table's metadata says: one that ends where a block does looks whole.</exception>
    public static void Convert(Connection connection, ReadOnlyMemory<byte> avro, DataFile described, string target, CancellationToken cancellationToken)
    {
        var file = AvroFile.Open(avro);
        if (file.Schema.Kind is not AvroKind.Record) throw new EngineException(EngineErrorKind.Corrupt, $"An Avro data file holds {file.Schema.Kind} values instead of records.");
        var columns = Columns(file.Schema);
        var table = $"__avro_{Guid.NewGuid():N}";
        var definitions = columns.Length > 0 ? string.Join(", ", columns.Select(c => $"{Identifiers.Quote(c.Name)} {c.Type}")) : "__no_column INTEGER";
        _ = connection.Execute($"CREATE TEMP TABLE {table} ({definitions})", cancellationToken);
        try
        {
            var rows = Fill(connection, table, file, columns, cancellationToken);
            if (rows != described.RecordCount)
                throw new EngineException(
                    EngineErrorKind.Corrupt, $"The file {described.FilePath} has {rows} rows where the table's metadata says {described.RecordCount}: it was cut off or exchanged. Restore it, or go back to a snapshot without it.");
            var ids = columns.Select(c => AvroColumns.FieldIds(c.Name, c.Field.FieldId, c.Field.Schema)).ToList();
            var option = ids.Count == 0 || ids.Contains(null) ? "" : $", FIELD_IDS {{{string.Join(", ", ids)}}}";
            // The order must be that of the file whatever the instance is set to.
            _ = connection.Execute($"COPY (SELECT * FROM {table} ORDER BY rowid) TO {Identifiers.Literal(target)} (FORMAT parquet, COMPRESSION snappy{option})", cancellationToken);
        }
        finally
        {
            _ = connection.Execute($"DROP TABLE {table}", CancellationToken.None);
        }
    }

    static ImmutableArray<Column> Columns(AvroSchema schema)
    {
        var columns = ImmutableArray.CreateBuilder<Column>();
        for (var i = 0; i < schema.Fields.Length; i++)
        {
            var field = schema.Fields[i];
            if (AvroColumns.TypeOf(field.Schema) is not { } type) continue;
            // The executor does not tell cases apart.
            var name = columns.Any(c => c.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)) ? $"{field.Name}#{i}" : field.Name;
            columns.Add(new Column(i, name, type, field));
        }
        return columns.ToImmutable();
    }

    /// <summary>Gives the number of rows.</summary>
    static long Fill(Connection connection, string table, AvroFile file, ImmutableArray<Column> columns, CancellationToken cancellationToken)
    {
        using var appender = connection.Append("temp", "main", table);
        using var chunk = new ChunkBuilder(appender.Types);
        var row = 0;
        var rows = 0L;
        foreach (var record in AvroRecords.Read(file))
        {
            if (columns.IsEmpty) chunk.Column(0).SetNull(row);
            for (var c = 0; c < columns.Length; c++) chunk.Column(c).Set(row, AvroColumns.Value(columns[c].Field.Schema, record.Fields[columns[c].Index].Value));
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

    readonly record struct Column(int Index, string Name, LogicalType Type, AvroField Field);
}
