using System.Collections.Immutable;
using System.Globalization;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Evolution;

/// <summary>SET and UNSET TBLPROPERTIES of tables; <c>format-version</c> upgrades.</summary>
internal static class PropertyAlteration
{
    /// <summary>How Spark spreads rows over writers; kept for it.</summary>
    public const string DistributionMode = "write.distribution-mode";

    static readonly string[] Folders = ["write.data.path", "write.metadata.path"];

    public static ImmutableArray<TableUpdate> Plan(StatementScope scope, Statement.AlterTable alter, TableMetadata metadata)
    {
        var updates = alter.Action is AlterAction.SetProperties set ? Set(scope, alter, set.Properties) : Unset(scope, alter, (AlterAction.UnsetProperties)alter.Action, metadata);
        CheckAfter(scope, alter, metadata, updates);
        return updates;
    }

    /// <summary>A property that names a folder names one that the table may use, or every later commit would fail.</summary>
    public static void CheckFolders(StatementScope scope, ImmutableSortedDictionary<string, string> properties, int offset)
    {
        foreach (var key in Folders)
            if (properties.TryGetValue(key, out var folder)) _ = Locations.Allowed(scope, folder, offset, key, "Nothing was changed.");
    }

    static ImmutableArray<TableUpdate> Set(StatementScope scope, Statement.AlterTable alter, ImmutableSortedDictionary<string, string> properties)
    {
        CheckFolders(scope, properties, alter.ActionStart);
        var updates = ImmutableArray.CreateBuilder<TableUpdate>();
        if (properties.TryGetValue(TableProperties.FormatVersion, out var version))
        {
            updates.Add(new TableUpdate.UpgradeFormatVersion(int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw At(scope, alter, $"format-version is '{version}': expected 1, 2 or 3.")));
        }
        var others = properties.Remove(TableProperties.FormatVersion);
        if (others.Keys.FirstOrDefault(TableProperties.Reserved.Contains) is { } reserved)
            throw At(scope, alter, $"'{reserved}' says what the table is and is no property to be set.");
        if (!others.IsEmpty) updates.Add(new TableUpdate.SetProperties(others));
        return updates.ToImmutable();
    }

    static ImmutableArray<TableUpdate> Unset(StatementScope scope, Statement.AlterTable alter, AlterAction.UnsetProperties unset, TableMetadata metadata)
    {
        if (unset.Keys.FirstOrDefault(TableProperties.Reserved.Contains) is { } reserved) throw At(scope, alter, $"'{reserved}' says what the table is and cannot be unset.");
        if (!unset.IfExists && unset.Keys.FirstOrDefault(key => !metadata.Properties.ContainsKey(key)) is { } missing)
            throw At(scope, alter, $"The table has no property '{missing}'. UNSET TBLPROPERTIES IF EXISTS (…) leaves that be.");
        var present = unset.Keys.Where(metadata.Properties.ContainsKey).ToImmutableArray();
        return present.IsEmpty ? [] : [new TableUpdate.RemoveProperties(present)];
    }

    /// <summary>A value that means nothing would stop every later write, and the commit that takes it back.</summary>
    static void CheckAfter(StatementScope scope, Statement.AlterTable alter, TableMetadata metadata, ImmutableArray<TableUpdate> updates)
    {
        var after = new TableMetadataBuilder(metadata, null, scope.Lakehouse.Time).Apply(updates).Build();
        TableProperties.Check(after.Properties);
        try
        {
            _ = WriteProperties.Of(after);
        }
        catch (EngineException e)
        {
            throw At(scope, alter, e.Message);
        }
    }

    static EngineException At(StatementScope scope, Statement.AlterTable alter, string message) =>
        EngineException.At(EngineErrorKind.InvalidInput, message, scope.Sql.Text, alter.ActionStart);
}
