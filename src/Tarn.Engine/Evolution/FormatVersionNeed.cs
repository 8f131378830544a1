using System.Globalization;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Evolution;

/// <summary>Refuses types that a table's format version does not have, and says how to get the one that has. The table format refuses them too, in the reference implementation's words, which name no way out.</summary>
internal static class FormatVersionNeed
{
    /// <summary>Of the columns of a table to be made, or replaced.</summary>
    /// <exception cref="EngineException">A type needs a later version.</exception>
    public static void CheckNew(StatementScope scope, Statement.CreateTable create, Schema schema, string formatVersion)
    {
        if (!int.TryParse(formatVersion, CultureInfo.InvariantCulture, out var version)) return;
        foreach (var column in schema.Fields)
            if (TooNew(column.Type, version) is { } type)
                throw EngineException.At(
                    EngineErrorKind.InvalidInput, $"{Start(column.Name, type)}, and the table would have {version}: add TBLPROPERTIES ('format-version' = '{type.MinimumFormatVersion}').",
                    scope.Sql.Text, create.Name.Start);
    }

    /// <summary>Of a column to be added, with all inside it.</summary>
    /// <exception cref="EngineException">A type needs a later version.</exception>
    public static void CheckAddition(StatementScope scope, Table table, ColumnAddition column)
    {
        var version = table.Metadata.FormatVersion;
        if (TooNew(column.Type, version) is { } type)
            throw EngineException.At(
                EngineErrorKind.InvalidInput,
                $"{Start(column.Path.ToString(), type)}, and {table} has {version}: ALTER TABLE {table} SET TBLPROPERTIES ('format-version' = '{type.MinimumFormatVersion}') upgrades it.",
                scope.Sql.Text, column.Path.Start);
    }

    /// <summary>The type itself or the first one inside it.</summary>
    static IcebergType? TooNew(IcebergType type, int version) =>
        type.MinimumFormatVersion > version ? type : type.Children.Select(field => TooNew(field.Type, version)).FirstOrDefault(static found => found is not null);

    static string Start(string column, IcebergType type) => $"Column \"{column}\" is {SqlTypeText.Of(type)}, which needs format version {type.MinimumFormatVersion}";
}
