using System.Collections.Immutable;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans.Variants;

/// <summary>A scan's variants with what the executor's reader drops: SQL around a column, for groups in which a file has such rows.</summary>
static class VariantReading
{
    /// <summary>Said of rows that would be read as something else; what the engine's error is told by.</summary>
    public const string Refusal = "cannot be read without loss";

    /// <summary>The rows of a file by the ids of the table's columns.</summary>
    public static ImmutableDictionary<int, VariantRows>? ByField(Schema schema, ImmutableDictionary<string, VariantRows> rows)
    {
        if (rows.IsEmpty) return null;
        var found = ImmutableDictionary.CreateBuilder<int, VariantRows>();
        foreach (var field in schema.Fields)
            if (rows.TryGetValue(VariantInspection.KeyOf(field.Id, ""), out var of) || rows.TryGetValue(field.Name, out of)) found.Add(field.Id, of);
        return found.Count == 0 ? null : found.ToImmutable();
    }

    /// <summary>The value of a column: a variant's null where it is one, an error where it cannot be read.</summary>
    public static string Wrap(NestedField field, string value, string fileKey, string position)
    {
        var instead = field.Type.Kind is TypeKind.Variant ? $"{ScanFunctions.VariantNull}({position})" : "NULL";
        return $"CASE WHEN {ScanFunctions.IsVariantNull}({fileKey}, {field.Id}::BIGINT, {position}) THEN {instead} ELSE {value} END";
    }

    /// <exception cref="EngineException">The row cannot be read.</exception>
    public static bool IsNull(VariantRows rows, long position) => rows.Unreadable.Contains(position)
        ? throw new EngineException(EngineErrorKind.NotSupported, $"A variant in row {position} of its file {Refusal}: it holds an instant in nanoseconds with a time zone, or the null of a variant inside of another column, which the executor's VARIANT does not have. Leave the row or the column out, or have its writer use microseconds.")
        : rows.Nulls.Contains(position);
}
