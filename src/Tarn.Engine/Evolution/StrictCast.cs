using System.Globalization;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Evolution;

/// <summary>Casts that lose nothing: a value that would be rounded, cut or misread fails the statement and is named.</summary>
internal static class StrictCast
{
    /// <summary>What stands behind the column's name where a value does not fit.</summary>
    public const string Marker = " has the value ";

    static readonly TypeKind[] Numbers = [TypeKind.Boolean, TypeKind.Int, TypeKind.Long, TypeKind.Float, TypeKind.Double, TypeKind.Decimal];

    static readonly TypeKind[] Times = [TypeKind.Date, TypeKind.Timestamp, TypeKind.Timestamptz, TypeKind.TimestampNs];

    static readonly TypeKind[] FromText = [.. Numbers, .. Times, TypeKind.Time, TypeKind.Uuid];

    public static bool Exists(IcebergType from, IcebergType to) => (from.Kind, to.Kind) switch
    {
        (TypeKind.Unknown, _) => to.IsPrimitive,
        (TypeKind.String, var target) => FromText.Contains(target),
        (var source, TypeKind.String) => FromText.Contains(source),
        var (source, target) => (Numbers.Contains(source) && Numbers.Contains(target)) || (Times.Contains(source) && Times.Contains(target)),
    };

    /// <summary>The value of a column in another type.</summary>
    /// <param name="field">The column.</param>
    /// <param name="to">A type for which <see cref="Exists"/>.</param>
    /// <param name="table">The table, for the message.</param>
    public static string Sql(NestedField field, IcebergType to, string table)
    {
        var column = Identifiers.Quote(field.Name);
        var target = ExecutorTypes.Sql(to);
        if (field.Type.Kind == TypeKind.Unknown) return $"NULL::{target}";
        var cast = $"TRY_CAST({column} AS {target})";
        if (to.Kind == TypeKind.String) return cast;
        var name = Identifiers.Literal($"\"{field.Name}\"{Marker}");
        var rest = Identifiers.Literal($", which does not fit {SqlTypeText.Of(to)} without loss. {table} is as it was.");
        var message = $"concat({name}, {column}::VARCHAR, {rest})";
        return $"CASE WHEN {column} IS NULL THEN NULL WHEN {cast} IS NULL OR {Loses(field.Type, to, column, cast)} THEN error({message})::{target} ELSE {cast} END";
    }

    /// <summary>Whether the cast changes what the value is. Texts must have the form of the type, as the executor rounds <c>'1.5'</c> to an integer and cuts the time off a date.</summary>
    static string Loses(IcebergType from, IcebergType to, string column, string cast) => from.Kind == TypeKind.String
        ? TextForm(to) is { } form ? $"NOT regexp_full_match({column}, {Identifiers.Literal($"\\s*{form}\\s*")})" : "false"
        : $"TRY_CAST({cast} AS {ExecutorTypes.Sql(from)}) IS DISTINCT FROM {column}";

    static string? TextForm(IcebergType to) => to switch
    {
        DecimalType { Scale: 0 } => "[+-]?[0-9]+(\\.0*)?",
        DecimalType number => string.Create(CultureInfo.InvariantCulture, $"[+-]?([0-9]+(\\.[0-9]{{0,{number.Scale}}}0*)?|\\.[0-9]{{1,{number.Scale}}}0*)"),
        _ => to.Kind switch
        {
            TypeKind.Int or TypeKind.Long => "[+-]?[0-9]+",
            TypeKind.Date => "[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2}",
            TypeKind.Time => "[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?",
            // Without a zone: the executor would shift one that is given and say nothing.
            TypeKind.Timestamp => "[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6}0*)?)?)?",
            TypeKind.TimestampNs => "[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?)?",
            TypeKind.Timestamptz => "[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6}0*)?)?)? ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?",
            _ => null,
        },
    };
}
