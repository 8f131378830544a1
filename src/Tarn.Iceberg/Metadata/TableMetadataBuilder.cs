using System.Collections.Immutable;
using System.Diagnostics;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Metadata;

/// <summary>Applies updates to table metadata and gives the next metadata. One builder makes one change.</summary>
/// <remarks>REST catalog specification, <c>TableUpdate</c>; the rules for ids and logs are the reference's.</remarks>
public sealed class TableMetadataBuilder
{
    const int DefaultFormatVersion = 2;

    readonly TableMetadata? _base;
    readonly string? _baseLocation;
    readonly long _nowMs;
    readonly HashSet<long> _addedSnapshots = [];
    TableMetadata _metadata;
    int? _lastSchema;
    int? _lastSpec;
    int? _lastOrder;
    bool _removedSnapshots;

    /// <param name="current">The table's metadata; null to create a table.</param>
    /// <param name="currentLocation">The file that holds <paramref name="current"/>, which goes to the metadata log; null where there is none.</param>
    /// <param name="time">Gives <c>last-updated-ms</c>.</param>
    public TableMetadataBuilder(TableMetadata? current, string? currentLocation, TimeProvider time)
    {
        (_base, _baseLocation) = (current, currentLocation);
        _nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        _metadata = current ?? Empty();
    }

    public TableMetadataBuilder Apply(IEnumerable<TableUpdate> updates)
    {
        foreach (var update in updates) _ = Apply(update);
        return this;
    }

    /// <exception cref="IcebergException">
    /// <see cref="IcebergErrorKind.InvalidArgument"/> where the update does not fit; <see cref="IcebergErrorKind.CommitConflict"/> where its snapshot
    /// was made for an older state of the table.
    /// </exception>
    public TableMetadataBuilder Apply(TableUpdate update)
    {
        _metadata = update switch
        {
            TableUpdate.AssignUuid assign => assign.Uuid == _metadata.TableUuid ? _metadata : _metadata with { TableUuid = assign.Uuid },
            TableUpdate.UpgradeFormatVersion upgrade => Upgrade(upgrade.FormatVersion),
            TableUpdate.AddSchema or TableUpdate.SetCurrentSchema or TableUpdate.RemoveSchemas => ApplySchema(update),
            TableUpdate.AddSpec or TableUpdate.SetDefaultSpec or TableUpdate.RemovePartitionSpecs => ApplySpec(update),
            TableUpdate.AddSortOrder or TableUpdate.SetDefaultSortOrder => ApplySortOrder(update),
            TableUpdate.AddSnapshot or TableUpdate.RemoveSnapshots or TableUpdate.SetSnapshotRef or TableUpdate.RemoveSnapshotRef => ApplySnapshot(update),
            TableUpdate.SetLocation set => Relocate(set.Location.TrimEnd('/')),
            TableUpdate.SetProperties set => WithProperties(_metadata.Properties.SetItems(set.Updates)),
            TableUpdate.RemoveProperties remove => WithProperties(_metadata.Properties.RemoveRange(remove.Removals)),
            _ => ApplyFiles(update),
        };
        return this;
    }

    /// <summary>The new metadata; the very object that was given where nothing changed.</summary>
    public TableMetadata Build()
    {
        if (ReferenceEquals(_metadata, _base)) return _metadata;
        Check();
        var log = SnapshotChanges.TrimLog(_metadata, _addedSnapshots, _removedSnapshots);
        if (_metadata.CurrentSnapshotId is { } current && log.LastOrDefault()?.SnapshotId != current && !ReferenceEquals(_base, null) && log != _base.SnapshotLog)
            throw IcebergException.Invalid("Cannot set invalid snapshot log: latest entry is not the current snapshot");
        // The clock may lag behind another writer's: time in a table never runs backwards.
        var updated = Math.Max(_nowMs, Math.Max(_base?.LastUpdatedMs ?? 0, log.LastOrDefault()?.TimestampMs ?? 0));
        return _metadata with { SnapshotLog = log, LastUpdatedMs = updated, MetadataLog = NextMetadataLog() };
    }

    static TableMetadata Empty() => new()
    {
        FormatVersion = DefaultFormatVersion,
        Location = "",
        LastUpdatedMs = 0,
        LastColumnId = 0,
        Schemas = [],
        CurrentSchemaId = -1,
        PartitionSpecs = [],
        DefaultSpecId = -1,
        LastPartitionId = Partitioning.PartitionSpec.NoFieldsAssigned,
        SortOrders = [],
        DefaultSortOrderId = -1,
    };

    TableMetadata Relocate(string location) => location == _metadata.Location ? _metadata : _metadata with { Location = location };

    TableMetadata WithProperties(ImmutableSortedDictionary<string, string> properties) =>
        StringMaps.Same(properties, _metadata.Properties) ? _metadata : _metadata with { Properties = properties };

    TableMetadata Upgrade(int version)
    {
        if (version > TableMetadata.MaxFormatVersion)
            throw IcebergException.Invalid(
                $"Cannot upgrade table to unsupported format version: v{version} (supported: v{TableMetadata.MaxFormatVersion})");
        // A table that is being created has no version yet.
        if (_base is not null && version < _metadata.FormatVersion)
            throw IcebergException.Invalid($"Cannot downgrade v{_metadata.FormatVersion} table to v{version}");
        if (version < 1) throw IcebergException.Invalid($"Format version v{version} does not exist");
        return version == _metadata.FormatVersion ? _metadata : _metadata with { FormatVersion = version };
    }

    TableMetadata ApplySchema(TableUpdate update)
    {
        switch (update)
        {
            case TableUpdate.AddSchema add:
                var changed = SchemaChanges.Add(_metadata, add.Schema, out var added);
                _lastSchema = added;
                return changed;
            case TableUpdate.SetCurrentSchema set:
                var schemaId = Resolve(set.SchemaId, _lastSchema, "Cannot set last added schema: no schema has been added");
                if (_metadata.SchemaById(schemaId) is null) throw IcebergException.Invalid($"Cannot set current schema to unknown schema: {schemaId}");
                return _metadata.CurrentSchemaId == schemaId ? _metadata : _metadata with { CurrentSchemaId = schemaId };
            case TableUpdate.RemoveSchemas remove:
                if (remove.SchemaIds.Contains(_metadata.CurrentSchemaId)) throw IcebergException.Invalid("Cannot remove the current schema");
                return _metadata with { Schemas = _metadata.Schemas.RemoveAll(schema => remove.SchemaIds.Contains(schema.SchemaId)) };
            default:
                throw new UnreachableException();
        }
    }

    TableMetadata ApplySpec(TableUpdate update)
    {
        switch (update)
        {
            case TableUpdate.AddSpec add:
                var changed = SchemaChanges.Add(_metadata, add.Spec, out var added);
                _lastSpec = added;
                return changed;
            case TableUpdate.SetDefaultSpec set:
                var specId = Resolve(set.SpecId, _lastSpec, "Cannot set last added spec: no spec has been added");
                if (_metadata.SpecById(specId) is null) throw IcebergException.Invalid($"Cannot set default partition spec to unknown spec: {specId}");
                return _metadata.DefaultSpecId == specId ? _metadata : _metadata with { DefaultSpecId = specId };
            case TableUpdate.RemovePartitionSpecs remove:
                if (remove.SpecIds.Contains(_metadata.DefaultSpecId)) throw IcebergException.Invalid("Cannot remove the default partition spec");
                return _metadata with { PartitionSpecs = _metadata.PartitionSpecs.RemoveAll(spec => remove.SpecIds.Contains(spec.SpecId)) };
            default:
                throw new UnreachableException();
        }
    }

    TableMetadata ApplySortOrder(TableUpdate update)
    {
        if (update is TableUpdate.AddSortOrder add)
        {
            var changed = SchemaChanges.Add(_metadata, add.SortOrder, out var added);
            _lastOrder = added;
            return changed;
        }
        var set = (TableUpdate.SetDefaultSortOrder)update;
        var orderId = Resolve(set.SortOrderId, _lastOrder, "Cannot set last added sort order: no sort order has been added");
        if (_metadata.SortOrderById(orderId) is null) throw IcebergException.Invalid($"Cannot set default sort order to unknown order: {orderId}");
        return _metadata.DefaultSortOrderId == orderId ? _metadata : _metadata with { DefaultSortOrderId = orderId };
    }

    TableMetadata ApplySnapshot(TableUpdate update)
    {
        switch (update)
        {
            case TableUpdate.AddSnapshot add:
                var changed = SnapshotChanges.Add(_metadata, add.Snapshot);
                _ = _addedSnapshots.Add(add.Snapshot.SnapshotId);
                return changed;
            case TableUpdate.RemoveSnapshots remove:
                _removedSnapshots = true;
                return SnapshotChanges.Remove(_metadata, remove.SnapshotIds);
            case TableUpdate.SetSnapshotRef set:
                return SnapshotChanges.SetRef(_metadata, set.RefName, set.Ref, _nowMs, _addedSnapshots.Contains(set.Ref.SnapshotId));
            case TableUpdate.RemoveSnapshotRef remove:
                return _metadata.Refs.ContainsKey(remove.RefName) ? SnapshotChanges.RemoveRef(_metadata, remove.RefName) : _metadata;
            default:
                throw new UnreachableException();
        }
    }

    TableMetadata ApplyFiles(TableUpdate update) => update switch
    {
        TableUpdate.SetStatistics set => _metadata with
        {
            Statistics = _metadata.Statistics.RemoveAll(file => file.SnapshotId == set.Statistics.SnapshotId).Add(set.Statistics),
        },
        TableUpdate.RemoveStatistics remove => _metadata with
        {
            Statistics = _metadata.Statistics.RemoveAll(file => file.SnapshotId == remove.SnapshotId),
        },
        TableUpdate.SetPartitionStatistics set => _metadata with
        {
            PartitionStatistics =
                _metadata.PartitionStatistics.RemoveAll(file => file.SnapshotId == set.PartitionStatistics.SnapshotId).Add(set.PartitionStatistics),
        },
        TableUpdate.RemovePartitionStatistics remove => _metadata with
        {
            PartitionStatistics = _metadata.PartitionStatistics.RemoveAll(file => file.SnapshotId == remove.SnapshotId),
        },
        TableUpdate.AddEncryptionKey add when _metadata.EncryptionKeys.Any(key => key.KeyId == add.EncryptionKey.KeyId) => _metadata,
        TableUpdate.AddEncryptionKey add => _metadata with { EncryptionKeys = _metadata.EncryptionKeys.Add(add.EncryptionKey) },
        TableUpdate.RemoveEncryptionKey remove => _metadata with
        {
            EncryptionKeys = _metadata.EncryptionKeys.RemoveAll(key => key.KeyId == remove.KeyId),
        },
        _ => throw new UnreachableException($"No rule for {update.GetType().Name}"),
    };

    static int Resolve(int id, int? lastAdded, string message) =>
        id != TableUpdate.LastAdded ? id : lastAdded ?? throw IcebergException.Invalid(message);

    void Check()
    {
        if (_metadata.Location.Length == 0) throw IcebergException.Invalid("Cannot create table metadata without a location");
        if (_metadata.SchemaById(_metadata.CurrentSchemaId) is null) throw IcebergException.Invalid("Cannot create table metadata without a current schema");
        if (_metadata.SpecById(_metadata.DefaultSpecId) is null) throw IcebergException.Invalid("Cannot create table metadata without a default partition spec");
        if (_metadata.SortOrderById(_metadata.DefaultSortOrderId) is null) throw IcebergException.Invalid("Cannot create table metadata without a default sort order");
        if (_metadata.CurrentSchemaId != _base?.CurrentSchemaId || _metadata.DefaultSpecId != _base.DefaultSpecId || _metadata.DefaultSortOrderId != _base.DefaultSortOrderId)
            Schemas.FieldUses.Check(_metadata, _metadata.Schema);
        if (_metadata.TableUuid is null && _metadata.FormatVersion > 1) _metadata = _metadata with { TableUuid = Guid.NewGuid() };
    }

    ImmutableArray<MetadataLogEntry> NextMetadataLog()
    {
        if (_base is null || _baseLocation is null) return _metadata.MetadataLog;
        var log = _metadata.MetadataLog.Add(new MetadataLogEntry(_base.LastUpdatedMs, _baseLocation));
        var limit = Math.Max(1, TableProperties.Int(_metadata.Properties, TableProperties.MetadataPreviousVersionsMax, TableProperties.MetadataPreviousVersionsMaxDefault));
        return log.Length <= limit ? log : log[^limit..];
    }
}
