using System.Globalization;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Evolution;

/// <summary>Which changes of a column's type are mere promotions, and what to say of those that are not.</summary>
internal static class TypeChange
{
    /// <summary>True where the files can stay: the specification promotes the type, and no partition's value would change.</summary>
    public static bool IsPromotion(TableMetadata metadata, AlterAction.SetType change) =>
        metadata.Schema.FindField(change.Column.ToString(), caseSensitive: false) is { } field && IsPromotion(metadata, field, change);

    /// <exception cref="EngineException">It is no promotion; the message says what to do instead.</exception>
    public static void Check(StatementScope scope, Table table, AlterAction.SetType change)
    {
        var field = table.Schema.FindField(change.Column.ToString(), caseSensitive: false)!;
        if (IsPromotion(table.Metadata, field, change)) return;
        var (from, to) = (SqlTypeText.Of(field.Type), SqlTypeText.Of(change.Type));
        var start = $"Column \"{change.Column}\" is {from}; Iceberg cannot promote it to {to}";
        var message = (field.Type, change.Type) switch
        {
            _ when table.Metadata.FormatVersion < 3 && TypePromotion.IsAllowed(field.Type, change.Type, 3) =>
                $"{start} in format version {table.Metadata.FormatVersion}: ALTER TABLE {table} SET TBLPROPERTIES ('format-version' = '3') upgrades the table first.",
            ({ IsNested: true }, _) => $"{start}. The fields inside change one by one: ALTER TABLE {table} ADD COLUMN {change.Column}.… and ALTER COLUMN {change.Column}.… TYPE ….",
            _ when TypePromotion.IsAllowed(field.Type, change.Type, table.Metadata.FormatVersion) =>
                $"{start} while the table is or was partitioned by its value, which would be another one. Add another column of the new type.",
            _ => $"{start}. Add REWRITE to rewrite the table ({Size(table)}).",
        };
        throw EngineException.At(EngineErrorKind.InvalidInput, message, scope.Sql.Text, change.Column.Start);
    }

    /// <summary>How much a rewrite of a table's current rows is.</summary>
    public static string Size(Table table) => table.CurrentSnapshot is not { } snapshot ? "it has no rows"
        : $"{Total(snapshot, "total-data-files", "file")}, {Total(snapshot, "total-records", "row")}, {Bytes(snapshot)}";

    static bool IsPromotion(TableMetadata metadata, NestedField field, AlterAction.SetType change)
    {
        if (field.Type == change.Type) return true;
        try
        {
            _ = new SchemaUpdate(new SchemaChange.PromoteField(change.Column.ToString(), change.Type)) { CaseSensitive = false }.Apply(metadata);
            return true;
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.InvalidArgument)
        {
            return false;
        }
    }

    static string Total(Snapshot snapshot, string key, string unit) =>
        !long.TryParse(snapshot.Summary.GetValueOrDefault(key), out var value) ? $"an unknown number of {unit}s"
        : value == 1 ? $"1 {unit}" : $"{value.ToString("N0", CultureInfo.InvariantCulture)} {unit}s";

    static string Bytes(Snapshot snapshot) => !long.TryParse(snapshot.Summary.GetValueOrDefault("total-files-size"), out var bytes) ? "an unknown size"
        : bytes < 10_000_000 ? $"{bytes / 1000.0:0.#} kB" : $"{bytes / 1_000_000.0:N0} MB";
}
