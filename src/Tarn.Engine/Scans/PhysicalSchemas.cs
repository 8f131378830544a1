using System.Collections.Concurrent;
using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Results;

namespace Tarn.Engine.Scans;

/// <summary>The columns of Parquet files as their footers tell them. Files never change, so what was read once is kept.</summary>
sealed class PhysicalSchemas
{
    /// <summary>Files remembered; beyond that the memory starts afresh.</summary>
    const int MaxRemembered = 100_000;

    readonly ConcurrentDictionary<string, PhysicalField> _known = new(StringComparer.Ordinal);

    /// <summary>One object for all files of a shape: files of a table are alike nearly always.</summary>
    readonly ConcurrentDictionary<string, PhysicalField> _shapes = new(StringComparer.Ordinal);

    /// <summary>The root of each file's fields, in the order of the paths.</summary>
    public async Task<ImmutableArray<PhysicalField>> ReadAsync(Connection connection, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var missing = paths.Where(p => !_known.ContainsKey(p)).Distinct(StringComparer.Ordinal).ToList();
        if (_known.Count + missing.Count > MaxRemembered)
        {
            _known.Clear();
            _shapes.Clear();
        }
        if (missing.Count > 0) await FetchAsync(connection, missing, cancellationToken).ConfigureAwait(false);
        var roots = ImmutableArray.CreateBuilder<PhysicalField>(paths.Count);
        foreach (var path in paths)
            roots.Add(_known.TryGetValue(path, out var root) ? root : throw new EngineException(EngineErrorKind.Corrupt, $"{path} has no Parquet schema."));
        return roots.MoveToImmutable();
    }

    async Task FetchAsync(Connection connection, List<string> paths, CancellationToken cancellationToken)
    {
        var sql = $"SELECT file_name, name, coalesce(num_children, 0)::BIGINT, field_id::BIGINT, coalesce(converted_type, ''), coalesce(logical_type, ''), "
            + "coalesce(repetition_type, ''), concat_ws('|', type, type_length, repetition_type, converted_type, scale, precision, logical_type, duckdb_type), coalesce(duckdb_type, '') "
            + $"FROM parquet_schema([{string.Join(", ", paths.Select(Identifiers.Literal))}])";
        using var result = await connection.QueryAsync(sql, null, cancellationToken).ConfigureAwait(false);
        var rows = new List<ParquetElement>();
        string? file = null;
        await foreach (var batch in ResultBatch.ReadAsync(result, cancellationToken).ConfigureAwait(false))
            for (var row = 0; row < batch.RowCount; row++)
            {
                var name = batch.Column(0).Text(row);
                if (name != file && file is not null) Remember(file, rows);
                file = name;
                rows.Add(ParquetElement.Read(batch, row));
            }
        if (file is not null) Remember(file, rows);
    }

    void Remember(string file, List<ParquetElement> rows)
    {
        var at = 0;
        var root = ParquetElement.Build(rows, ref at);
        _known[file] = _shapes.GetOrAdd(root.ExactSignature, root);
        rows.Clear();
    }
}
