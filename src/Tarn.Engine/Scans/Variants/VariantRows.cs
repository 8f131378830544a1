using Tarn.Engine.Results.Variants;

namespace Tarn.Engine.Scans.Variants;

/// <summary>Rows of a file in which a column's variants hold what the executor's reader would make something else of, and what is really there.</summary>
sealed class VariantRows(long rowCount)
{
    /// <summary>What the values of one column of a file may take; rows beyond are refused.</summary>
    public const long MaxBytes = 64 << 20;

    readonly DeletedRows _rows = new(rowCount);
    readonly Dictionary<string, DeletedRows> _nulls = new(StringComparer.Ordinal);
    readonly Dictionary<VariantPlace, StoredVariant> _values = [];
    DeletedRows? _refused;

    public long SizeBytes { get; private set; }

    /// <summary>A variant's null, which is not SQL's null.</summary>
    public void AddNull(long row, string leaf = "")
    {
        _rows.Add(row);
        if (!_nulls.TryGetValue(leaf, out var nulls)) _nulls.Add(leaf, nulls = new(rowCount));
        nulls.Add(row);
    }

    public void Add(VariantPlace place, StoredVariant value)
    {
        _rows.Add(place.Row);
        if (SizeBytes + value.SizeBytes > MaxBytes)
        {
            (_refused ??= new(rowCount)).Add(place.Row);
            return;
        }
        SizeBytes += value.SizeBytes;
        _values[place] = value;
    }

    /// <summary>Whether any of the row's variants must be taken from here.</summary>
    /// <exception cref="EngineException">There were too many to keep.</exception>
    public bool Has(long row) => _refused?.Contains(row) is true
        ? throw new EngineException(EngineErrorKind.NotSupported, $"A variant in row {row} of its file {VariantReading.Refusal}: it holds an instant in nanoseconds with a time zone, or the null of a variant inside of a list or map, which the executor's VARIANT does not have, and more than {MaxBytes >> 20} MiB of the file are such values. Leave the row or the column out, or have its writer use microseconds.")
        : _rows.Contains(row);

    /// <summary>The variant at a place; null where the executor reads it as it is.</summary>
    public VariantValue? Find(VariantPlace place) =>
        place.At.Length == 0 && _nulls.TryGetValue(place.Leaf, out var nulls) && nulls.Contains(place.Row) ? VariantValue.Null : _values.GetValueOrDefault(place)?.Value;
}
