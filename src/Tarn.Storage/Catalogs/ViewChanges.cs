using System.Diagnostics;
using Tarn.Iceberg;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Views;

namespace Tarn.Storage.Catalogs;

/// <summary>Applies updates to a view's metadata. View spec: versions are kept, the log says which was current when.</summary>
sealed class ViewChanges(ViewMetadata? current, TimeProvider time)
{
    /// <summary>Former versions kept in the metadata: the reference's default of <c>version.history.num-entries</c>.</summary>
    const int KeptVersions = 10;

    readonly long nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    ViewMetadata metadata = current ?? new ViewMetadata
    {
        ViewUuid = Guid.NewGuid(), Location = "", Schemas = [], CurrentVersionId = 0, Versions = [], VersionLog = [],
    };
    int? lastSchema;
    int? lastVersion;

    public static string? FirstFailure(IEnumerable<ViewRequirement> requirements, ViewMetadata? current)
    {
        foreach (var requirement in requirements.OfType<ViewRequirement.AssertViewUuid>())
            if (current?.ViewUuid != requirement.Uuid)
                return $"Requirement failed: view UUID does not match: expected {requirement.Uuid} != {current?.ViewUuid.ToString() ?? "none"}";
        return null;
    }

    /// <exception cref="IcebergException">An update does not fit the view.</exception>
    public ViewMetadata Apply(IEnumerable<ViewUpdate> updates)
    {
        foreach (var update in updates) metadata = Apply(update);
        if (metadata.Location.Length == 0 || metadata.Versions.IsEmpty) throw Invalid("A view has a location and a version");
        var kept = metadata.Versions.OrderByDescending(version => version.VersionId == metadata.CurrentVersionId).ThenByDescending(version => version.VersionId)
            .Take(KeptVersions).Select(version => version.VersionId).ToHashSet();
        return metadata with
        {
            Versions = metadata.Versions.RemoveAll(version => !kept.Contains(version.VersionId)),
            VersionLog = metadata.VersionLog.RemoveAll(entry => !kept.Contains(entry.VersionId)),
        };
    }

    ViewMetadata Apply(ViewUpdate update) => update switch
    {
        ViewUpdate.AssignUuid assign when current is not null && assign.Uuid != current.ViewUuid => throw Invalid("The UUID of a view cannot change"),
        ViewUpdate.AssignUuid assign => metadata with { ViewUuid = assign.Uuid },
        ViewUpdate.UpgradeFormatVersion { FormatVersion: ViewMetadata.MaxFormatVersion } => metadata,
        ViewUpdate.UpgradeFormatVersion upgrade => throw Invalid($"Views have format version {ViewMetadata.MaxFormatVersion}, not {upgrade.FormatVersion}"),
        ViewUpdate.AddSchema add => Add(add.Schema),
        ViewUpdate.SetLocation set => metadata with { Location = set.Location.TrimEnd('/') },
        ViewUpdate.SetProperties set => metadata with { Properties = metadata.Properties.SetItems(set.Updates) },
        ViewUpdate.RemoveProperties remove => metadata with { Properties = metadata.Properties.RemoveRange(remove.Removals) },
        ViewUpdate.AddViewVersion add => Add(add.Version),
        ViewUpdate.SetCurrentViewVersion set => SetCurrent(set.VersionId == ViewUpdate.LastAdded ? lastVersion ?? throw Invalid("No version has been added") : set.VersionId),
        _ => throw new UnreachableException($"No rule for {update.GetType().Name}"),
    };

    ViewMetadata Add(Schema schema)
    {
        lastSchema = metadata.Schemas.IsEmpty ? 0 : metadata.Schemas.Max(known => known.SchemaId) + 1;
        return metadata with { Schemas = metadata.Schemas.Add(schema.WithId(lastSchema.Value)) };
    }

    ViewMetadata Add(ViewVersion version)
    {
        var schemaId = version.SchemaId == ViewUpdate.LastAdded ? lastSchema ?? throw Invalid("No schema has been added") : version.SchemaId;
        if (metadata.SchemaById(schemaId) is null) throw Invalid($"Cannot add a version with unknown schema: {schemaId}");
        if (version.Representations.Where(item => item.IsSql).GroupBy(item => item.Dialect, StringComparer.OrdinalIgnoreCase).Any(group => group.Count() > 1))
            throw Invalid("A version has one SQL text a dialect");
        lastVersion = metadata.Versions.IsEmpty ? 1 : metadata.Versions.Max(known => known.VersionId) + 1;
        return metadata with { Versions = metadata.Versions.Add(version with { VersionId = lastVersion.Value, SchemaId = schemaId, TimestampMs = nowMs }) };
    }

    ViewMetadata SetCurrent(int versionId)
    {
        if (metadata.VersionById(versionId) is null) throw Invalid($"Cannot set current version to unknown version: {versionId}");
        return metadata with { CurrentVersionId = versionId, VersionLog = metadata.VersionLog.Add(new ViewVersionLogEntry(nowMs, versionId)) };
    }

    static IcebergException Invalid(string message) => new(IcebergErrorKind.InvalidArgument, message);
}
