using System.Collections.Concurrent;
using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Scans.Files;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Parquet;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans.Variants;

/// <summary>Finds the rows whose variants the executor would read as something else. Files never change, so each is looked at once.</summary>
/// <remarks>
/// The executor's VARIANT has no instants in nanoseconds with a zone, and its reader of Parquet makes SQL's null of a variant's null. What is really there only the bytes tell: a copy of the file
/// whose footer calls variants by the groups that they are stored in lets the executor read those. The copy goes when it has been read; what such rows hold is kept, as they are few
/// nearly always. Damaged bytes are found by it too: the executor's reader would run past their end.
/// </remarks>
sealed class VariantInspection(ReadableFiles files, PhysicalSchemas physical)
{
    /// <summary>Files remembered; beyond that the memory starts afresh.</summary>
    const int MaxRemembered = 10_000;

    /// <summary>What the values of all files that are remembered may take; beyond that too.</summary>
    const long MaxBytes = 256 << 20;

    static readonly ImmutableDictionary<string, VariantRows> None = ImmutableDictionary<string, VariantRows>.Empty;

    readonly ConcurrentDictionary<string, ImmutableDictionary<string, VariantRows>> _known = new(StringComparer.Ordinal);
    long _bytes;

    public static bool IsNeeded(Schema schema) => schema.Fields.Any(f => AreIn(f.Type));

    public static bool AreIn(IcebergType type) => type.Kind is TypeKind.Variant || type.Children.Any(c => AreIn(c.Type));

    /// <summary>The rows by the key of their column, which is <see cref="KeyOf"/>; columns without such rows are left out.</summary>
    public async Task<ImmutableDictionary<string, VariantRows>> ReadAsync(Connection connection, DataFile file, CancellationToken cancellationToken)
    {
        if (file.Format is not FileFormat.Parquet) return None;
        var key = $"{file.FileSizeInBytes}:{file.FilePath}";
        if (_known.TryGetValue(key, out var known)) return known;
        var path = await files.OriginalAsync(file, cancellationToken).ConfigureAwait(false);
        var footer = ParquetFooter.Read(path);
        var rows = footer.HasVariants ? await InspectAsync(connection, file, path, !footer.WritesMissingVariantsAsNulls, cancellationToken).ConfigureAwait(false) : None;
        if (_known.Count >= MaxRemembered || Interlocked.Add(ref _bytes, rows.Values.Sum(r => r.SizeBytes)) > MaxBytes)
        {
            _known.Clear();
            _ = Interlocked.Exchange(ref _bytes, 0);
        }
        return _known[key] = rows;
    }

    public static string KeyOf(int? fieldId, string name) => fieldId is { } id ? $"#{id}" : name;

    async Task<ImmutableDictionary<string, VariantRows>> InspectAsync(Connection connection, DataFile file, string path, bool hasNulls, CancellationToken cancellationToken)
    {
        var exposed = files.Scratch(target => ParquetRewrite.ExposeVariants(path, target));
        try
        {
            var root = (await physical.ReadAsync(connection, [exposed], cancellationToken).ConfigureAwait(false))[0];
            var conditions = root.Children.SelectMany(Conditions).Where(c => hasNulls || !c.IsNull).ToList();
            if (conditions.Count == 0) return None;
            var sql = $"SELECT file_row_number, {string.Join(", ", conditions.Select((c, i) => $"{c.Sql} AS __{i}"))} FROM {Source(exposed)} WHERE {VariantPredicates.Any([.. conditions.Select(c => c.Sql)])}";
            var rows = ImmutableDictionary.CreateBuilder<string, VariantRows>();
            var further = new HashSet<VariantCondition>();
            using (var result = await connection.QueryAsync(sql, null, cancellationToken).ConfigureAwait(false))
                await foreach (var batch in ResultBatch.ReadAsync(result, cancellationToken).ConfigureAwait(false))
                    for (var row = 0; row < batch.RowCount; row++)
                        for (var i = 0; i < conditions.Count; i++)
                        {
                            if (ColumnValue.Read(batch.Column(i + 1), row) is not true) continue;
                            if (!rows.TryGetValue(conditions[i].Key, out var of)) rows.Add(conditions[i].Key, of = new(file.RecordCount));
                            if (conditions[i].IsNull) of.AddNull(batch.Column(0).Values<long>()[row]);
                            else _ = further.Add(conditions[i]);
                        }
            // Apart from the look for such rows, which most files have none of: what is beside the variants of a column is read only here.
            foreach (var condition in further) await VariantCollection.AddAsync(connection, Source(exposed), condition, rows[condition.Key], cancellationToken).ConfigureAwait(false);
            return rows.ToImmutable();
        }
        finally
        {
            File.Delete(exposed);
        }
    }

    static string Source(string exposed) => $"read_parquet({Identifiers.Literal(exposed)}, {PlainReading.Options})";

    static IEnumerable<VariantCondition> Conditions(PhysicalField column)
    {
        var isVariant = VariantPredicates.IsVariant(column);
        var name = isVariant ? column.Name[..^ParquetFooter.VariantMark.Length] : column.Name;
        var value = Identifiers.Quote(column.Name);
        if (isVariant && column.ByName("metadata") is null) throw new EngineException(EngineErrorKind.Corrupt, $"Damaged variant data: the column {name} has no metadata.");
        if (isVariant && VariantPredicates.IsNull(column, value) is { } none) yield return new(KeyOf(column.FieldId, name), column, IsNull: true, none);
        if (VariantPredicates.IsOther(column, value) is { } other) yield return new(KeyOf(column.FieldId, name), column, IsNull: false, other);
    }
}
