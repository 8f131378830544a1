using System.Collections.Immutable;
using System.Diagnostics;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Views;

/// <summary>Applies updates to view metadata and gives the next metadata. One builder makes one change.</summary>
public sealed class ViewMetadataBuilder
{
    /// <summary>How many versions a view keeps (view spec: "Table Properties").</summary>
    public const string HistorySize = "version.history.num-entries";
    const int HistorySizeDefault = 10;

    /// <summary>Whether replacing a view may lose a dialect that it had.</summary>
    public const string DropDialectAllowed = "replace.drop-dialect.allowed";

    readonly ViewMetadata? _base;
    readonly long _nowMs;
    readonly HashSet<int> _addedVersions = [];
    ViewMetadata _metadata;
    Guid? _uuid;
    int? _lastSchema;
    int? _lastVersion;
    ViewVersionLogEntry? _logEntry;

    /// <param name="current">The view's metadata; null to create one.</param>
    /// <param name="time">Dates the version log where an old version becomes the current one again.</param>
    public ViewMetadataBuilder(ViewMetadata? current, TimeProvider time)
    {
        _base = current;
        _uuid = current?.ViewUuid;
        _nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        _metadata = current ?? new ViewMetadata { ViewUuid = Guid.Empty, Location = "", Schemas = [], CurrentVersionId = -1, Versions = [], VersionLog = [] };
    }

    /// <summary>The updates that create a view.</summary>
    public static ImmutableArray<ViewUpdate> Create(ViewCreation creation, Guid uuid, string location, TimeProvider time) =>
    [
        new ViewUpdate.AssignUuid(uuid),
        new ViewUpdate.AddSchema(creation.Schema),
        new ViewUpdate.AddViewVersion(creation.Version with
        {
            VersionId = 1,
            SchemaId = ViewUpdate.LastAdded,
            TimestampMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
        }),
        new ViewUpdate.SetCurrentViewVersion(ViewUpdate.LastAdded),
        new ViewUpdate.SetLocation(location),
        new ViewUpdate.SetProperties(creation.Properties),
    ];

    /// <summary>The first requirement that fails, as a message; null where all hold.</summary>
    public static string? FirstFailure(IEnumerable<ViewRequirement> requirements, ViewMetadata? current)
    {
        foreach (var requirement in requirements)
            if (requirement is ViewRequirement.AssertViewUuid wanted && wanted.Uuid != current?.ViewUuid)
                return $"Requirement failed: view UUID does not match: expected {current?.ViewUuid} != {wanted.Uuid}";
        return null;
    }

    public ViewMetadataBuilder Apply(IEnumerable<ViewUpdate> updates)
    {
        foreach (var update in updates) _ = Apply(update);
        return this;
    }

    /// <exception cref="IcebergException">The update does not fit.</exception>
    public ViewMetadataBuilder Apply(ViewUpdate update)
    {
        _metadata = update switch
        {
            ViewUpdate.AssignUuid assign => AssignUuid(assign.Uuid),
            ViewUpdate.UpgradeFormatVersion upgrade => Upgrade(upgrade.FormatVersion),
            ViewUpdate.AddSchema add => AddSchema(add.Schema),
            ViewUpdate.AddViewVersion add => AddVersion(add.Version),
            ViewUpdate.SetCurrentViewVersion set => SetCurrent(set.VersionId),
            ViewUpdate.SetLocation set => _metadata.Location == set.Location ? _metadata : _metadata with { Location = set.Location },
            ViewUpdate.SetProperties set => _metadata with { Properties = _metadata.Properties.SetItems(set.Updates) },
            ViewUpdate.RemoveProperties remove => _metadata with { Properties = _metadata.Properties.RemoveRange(remove.Removals) },
            _ => throw new UnreachableException(),
        };
        return this;
    }

    /// <summary>The new metadata; versions beyond the history size are dropped, the current one and those added now never.</summary>
    public ViewMetadata Build()
    {
        if (_metadata.Location.Length == 0) throw IcebergException.Invalid("Invalid location: null");
        if (_metadata.Versions.IsEmpty) throw IcebergException.Invalid("Invalid view: no versions were added");
        if (_metadata.VersionById(_metadata.CurrentVersionId) is null) throw IcebergException.Invalid("Invalid view: no current version was set");
        if (_base is not null) CheckDialects(_base.CurrentVersion, _metadata.CurrentVersion);
        var result = _metadata with { ViewUuid = _uuid ?? Guid.NewGuid() };
        if (_logEntry is not null) result = result with { VersionLog = result.VersionLog.Add(_logEntry) };
        return Trim(result);
    }

    ViewMetadata AssignUuid(Guid uuid)
    {
        if (_uuid is not null && _uuid != uuid) throw IcebergException.Invalid("Cannot reassign uuid");
        _uuid = uuid;
        return _metadata;
    }

    ViewMetadata Upgrade(int version)
    {
        if (version < _metadata.FormatVersion) throw IcebergException.Invalid($"Cannot downgrade v{_metadata.FormatVersion} view to v{version}");
        return version <= ViewMetadata.MaxFormatVersion
            ? _metadata
            : throw IcebergException.Invalid($"Cannot upgrade view to unsupported format version: v{version} (supported: v{ViewMetadata.MaxFormatVersion})");
    }

    ViewMetadata AddSchema(Schemas.Schema schema)
    {
        if (_metadata.Schemas.FirstOrDefault(schema.SameAs) is { } existing)
        {
            _lastSchema = existing.SchemaId;
            return _metadata;
        }
        var id = _metadata.Schemas.Aggregate(0, static (next, item) => Math.Max(next, item.SchemaId + 1));
        _lastSchema = id;
        return _metadata with { Schemas = _metadata.Schemas.Add(schema.WithId(id)) };
    }

    ViewMetadata AddVersion(ViewVersion version)
    {
        if (version.SchemaId == ViewUpdate.LastAdded)
            version = version with { SchemaId = _lastSchema ?? throw IcebergException.Invalid("Cannot set last added schema: no schema has been added") };
        if (_metadata.SchemaById(version.SchemaId) is null)
            throw IcebergException.Invalid($"Cannot add version with unknown schema: {version.SchemaId}");
        if (_metadata.Versions.FirstOrDefault(known => BehavesAs(known, version)) is { } same)
        {
            _lastVersion = same.VersionId;
            return _metadata;
        }
        CheckOneQueryADialect(version);
        var id = _metadata.Versions.Aggregate(version.VersionId, static (next, item) => item.VersionId >= next ? item.VersionId + 1 : next);
        _lastVersion = id;
        _ = _addedVersions.Add(id);
        return _metadata with { Versions = _metadata.Versions.Add(version with { VersionId = id }) };
    }

    ViewMetadata SetCurrent(int versionId)
    {
        var id = versionId != ViewUpdate.LastAdded ? versionId
            : _lastVersion ?? throw IcebergException.Invalid("Cannot set last version id: no current version id has been set");
        if (id == _metadata.CurrentVersionId) return _metadata;
        var version = _metadata.VersionById(id) ?? throw IcebergException.Invalid($"Cannot set current version to unknown version: {id}");
        _logEntry = new ViewVersionLogEntry(_addedVersions.Contains(id) ? version.TimestampMs : _nowMs, id);
        return _metadata with { CurrentVersionId = id };
    }

    static bool BehavesAs(ViewVersion one, ViewVersion two) => one.SchemaId == two.SchemaId && one.DefaultCatalog == two.DefaultCatalog
        && one.DefaultNamespace == two.DefaultNamespace && one.Representations.SequenceEqual(two.Representations) && StringMaps.Same(one.Summary, two.Summary);

    static void CheckOneQueryADialect(ViewVersion version)
    {
        var dialects = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var representation in version.Representations)
            if (representation.IsSql && !dialects.Add(representation.Dialect ?? ""))
                throw IcebergException.Invalid($"Invalid view version: Cannot add multiple queries for dialect {representation.Dialect?.ToLowerInvariant()}");
    }

    void CheckDialects(ViewVersion previous, ViewVersion current)
    {
        if (string.Equals(_metadata.Properties.GetValueOrDefault(DropDialectAllowed), "true", StringComparison.OrdinalIgnoreCase)) return;
        var lost = previous.Representations.Where(item => item.IsSql && current.SqlFor(item.Dialect ?? "") is null).Select(item => item.Dialect).ToList();
        if (lost.Count > 0)
            throw IcebergException.Invalid(
                $"Cannot replace view due to loss of view dialects ({DropDialectAllowed}=false): {string.Join(", ", lost)}. The view is as it was");
    }

    ViewMetadata Trim(ViewMetadata metadata)
    {
        var size = TableProperties.Int(metadata.Properties, HistorySize, HistorySizeDefault);
        if (size <= 0) throw IcebergException.Invalid($"{HistorySize} must be positive but was {size}");
        var wanted = Math.Max(size, _addedVersions.Union([metadata.CurrentVersionId]).Count());
        if (metadata.Versions.Length <= wanted) return metadata;
        var newest = metadata.Versions.Where(version => version.VersionId != metadata.CurrentVersionId)
            .OrderByDescending(static version => version.VersionId).Take(wanted - 1).Select(static version => version.VersionId);
        var kept = newest.Append(metadata.CurrentVersionId).ToHashSet();
        var log = ImmutableArray.CreateBuilder<ViewVersionLogEntry>();
        foreach (var entry in metadata.VersionLog)
        {
            // A gap would make an older version look current for too long.
            if (kept.Contains(entry.VersionId)) log.Add(entry);
            else log.Clear();
        }
        return metadata with { Versions = metadata.Versions.RemoveAll(version => !kept.Contains(version.VersionId)), VersionLog = log.DrainToImmutable() };
    }
}
