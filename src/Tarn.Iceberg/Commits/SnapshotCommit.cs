using System.Collections.Immutable;
using System.Security.Cryptography;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Commits;

/// <summary>Commits a <see cref="SnapshotChange"/>: makes manifests, their list and a snapshot, and tries again on conflicts that the change survives.</summary>
/// <remarks>
/// Files that a definitely failed try wrote are removed. After an unknown outcome nothing is removed, since the commit may stand. Data files
/// are the caller's: they are never removed here.
/// </remarks>
public sealed class SnapshotCommit
{
    readonly Table _table;
    readonly SnapshotChange _change;
    readonly TimeProvider _time;
    readonly long _snapshotId;
    readonly HashSet<string> _written = new(StringComparer.Ordinal);
    readonly HashSet<string> _lastTry = new(StringComparer.Ordinal);
    AddedManifests? _added;
    int _tries;

    SnapshotCommit(Table table, SnapshotChange change, TimeProvider time)
    {
        (_table, _change, _time) = (table, change, time);
        _snapshotId = NewSnapshotId(table.Metadata);
    }

    /// <summary>Carries a change out.</summary>
    /// <param name="table">The table as the change's author read it.</param>
    /// <param name="change">The change.</param>
    /// <param name="time">The clock of the snapshot and of waits.</param>
    /// <param name="cancellationToken">Cancels before a try and while waiting.</param>
    /// <returns>Also a change that no longer applies is a <see cref="CommitOutcome.Conflict"/>.</returns>
    /// <exception cref="IcebergException">The change does not fit the table, or a file cannot be read or written; nothing was committed.</exception>
    public static Task<CommitOutcome> RunAsync(Table table, SnapshotChange change, TimeProvider time, CancellationToken cancellationToken) =>
        new SnapshotCommit(table, change, time).RunAsync(cancellationToken);

    async Task<CommitOutcome> RunAsync(CancellationToken cancellationToken)
    {
        CommitOutcome outcome;
        try
        {
            outcome = await new CommitLoop(_table.Catalog, _time).RunAsync(_table, TryAsync, cancellationToken);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.CommitConflict)
        {
            outcome = new CommitOutcome.Conflict(e.Message);
        }
        catch
        {
            // The loop turns what leaves a try's fate open into an outcome: after an exception nothing was committed.
            await RemoveAsync(_written);
            throw;
        }
        if (outcome is CommitOutcome.Conflict) await RemoveAsync(_written);
        else if (outcome is CommitOutcome.Committed) await RemoveAsync(_written.Except(_lastTry));
        return outcome;
    }

    async Task<CommitAttempt> TryAsync(Table table, CancellationToken cancellationToken)
    {
        _lastTry.Clear();
        _tries++;
        var metadata = table.Metadata;
        _change.Precondition?.Invoke(metadata);
        var (head, reference) = HeadOf(metadata);
        var folder = MetadataFiles.FolderOf(metadata);
        var pending = new PendingManifests(table.Store, metadata, _snapshotId, folder);
        var change = await ConcurrentChanges.ValidateAsync(pending, _change, head, async snapshot => await ManifestsOfAsync(table, snapshot, cancellationToken), cancellationToken);

        var summary = new SnapshotSummary();
        var manifests = await BuildAsync(table, change, pending, head, summary, cancellationToken);
        var location = $"{folder}/snap-{_snapshotId}-{_tries}-{Guid.NewGuid():D}.avro";
        var (snapshot, list) = ListOf(metadata, head, manifests, location, summary);
        _ = Remember(location);
        // Each is durable by itself, and only the commit makes one need the other.
        await Task.WhenAll(pending.WriteAsync(manifests, Remember, cancellationToken), table.Store.WriteAsync(location, list, WriteMode.CreateNew, cancellationToken));
        return new CommitAttempt(Requirements(metadata, reference), Updates(snapshot, reference), _snapshotId);
    }

    async Task<List<ManifestFile>> BuildAsync(Table table, SnapshotChange change, PendingManifests pending, Snapshot? head, SnapshotSummary summary, CancellationToken cancellationToken)
    {
        var existing = head is null ? [] : await ManifestsOfAsync(table, head, cancellationToken);
        var kept = await new ManifestRemoval(pending, change, summary).ApplyAsync(existing, cancellationToken);
        var all = Added(pending, change, summary).Concat(kept).OrderBy(manifest => manifest.Content).ToList();
        var merged = change.MergesManifests ? await new ManifestMerge(pending).ApplyAsync(all, cancellationToken) : all;
        summary.Manifests(existing, merged);
        return merged;
    }

    /// <summary>The manifests of what the change adds: made once, and taken over by later tries as long as nothing that is written in them changed.</summary>
    ImmutableArray<ManifestFile> Added(PendingManifests pending, SnapshotChange change, SnapshotSummary summary)
    {
        foreach (var file in change.AddedDataFiles.Concat(change.AddedDeletes)) summary.Added(file);
        if (_added?.Fits(pending.Metadata, change) == true)
        {
            foreach (var (manifest, content) in _added.Contents) pending.TakeOver(manifest, content);
        }
        else
        {
            List<ManifestFile> made = [.. NewManifests(pending, change.AddedDataFiles, ManifestContent.Data), .. NewManifests(pending, change.AddedDeletes, ManifestContent.Deletes)];
            _added = new AddedManifests(pending.Metadata, change, [.. made.Select(manifest => (manifest, pending.ContentOf(manifest)))]);
        }
        return [.. _added.Contents.Select(content => content.Manifest)];
    }

    List<ManifestFile> NewManifests(PendingManifests pending, ImmutableArray<DataFile> files, ManifestContent content)
    {
        var result = new List<ManifestFile>();
        var targetBytes = ManifestMerge.TargetBytesOf(pending.Metadata);
        foreach (var group in files.GroupBy(file => file.SpecId))
        {
            ManifestWriter? writer = null;
            foreach (var file in group)
            {
                writer ??= pending.NewWriter(group.Key, content);
                writer.Add(file, content == ManifestContent.Data ? _change.DataSequenceNumber : null);
                if (writer.EstimatedLength < targetBytes) continue;
                result.Add(pending.Complete(writer));
                writer = null;
            }
            if (writer is not null) result.Add(pending.Complete(writer));
        }
        return result;
    }

    (Snapshot Snapshot, ReadOnlyMemory<byte> List) ListOf(TableMetadata metadata, Snapshot? head, List<ManifestFile> manifests, string location, SnapshotSummary summary)
    {
        var sequenceNumber = metadata.FormatVersion == 1 ? 0 : metadata.LastSequenceNumber + 1;
        long? firstRowId = metadata.FormatVersion >= 3 ? metadata.NextRowId : null;
        var list = ManifestList.Write(manifests, metadata.FormatVersion, _snapshotId, head?.SnapshotId, sequenceNumber, firstRowId);
        var operation = _change.OperationWhen(summary.RemovedData);
        // Clocks may run behind the last writer's: a table's history never goes back.
        var timestamp = Math.Max(_time.GetUtcNow().ToUnixTimeMilliseconds(), metadata.LastUpdatedMs);
        var snapshot = new Snapshot(_snapshotId, head?.SnapshotId, sequenceNumber, timestamp)
        {
            ManifestList = location,
            Summary = summary.Build(operation, head, _change.ReplacesPartitions ? _change.SummaryProperties.SetItem(SnapshotSummary.ReplacesPartitions, "true") : _change.SummaryProperties),
            SchemaId = metadata.CurrentSchemaId,
            FirstRowId = firstRowId,
            AddedRows = list.NextRowId - firstRowId,
        };
        return (snapshot, list.Bytes);
    }

    /// <summary>False where an earlier try wrote the file; after a write that failed there is no other try.</summary>
    bool Remember(string location)
    {
        _lastTry.Add(location);
        return _written.Add(location);
    }

    /// <summary>Manifests of v1 lists may lack counts, which v2 requires and row ids need: those are counted.</summary>
    static async Task<ImmutableArray<ManifestFile>> ManifestsOfAsync(Table table, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var manifests = await SnapshotManifests.ReadAsync(table.Store, snapshot, cancellationToken);
        for (var i = 0; i < manifests.Length; i++)
        {
            if (manifests[i] is { AddedFilesCount: not null, ExistingFilesCount: not null, DeletedFilesCount: not null, AddedRowsCount: not null, ExistingRowsCount: not null, DeletedRowsCount: not null }) continue;
            var content = await table.Store.ReadAsync(manifests[i].ManifestPath, cancellationToken);
            manifests = manifests.SetItem(i, Counted(manifests[i], ManifestReader.Open(content, manifests[i], table.Metadata.PartitionTypeOf(manifests[i].PartitionSpecId))));
        }
        return manifests;
    }

    static ManifestFile Counted(ManifestFile manifest, ManifestReader reader)
    {
        var (files, rows) = (new int[3], new long[3]);
        foreach (var entry in reader.Entries())
        {
            files[(int)entry.Status]++;
            rows[(int)entry.Status] += entry.File.RecordCount;
        }
        return manifest with
        {
            ExistingFilesCount = files[0], AddedFilesCount = files[1], DeletedFilesCount = files[2],
            ExistingRowsCount = rows[0], AddedRowsCount = rows[1], DeletedRowsCount = rows[2],
        };
    }

    (Snapshot? Head, SnapshotRef? Reference) HeadOf(TableMetadata metadata)
    {
        if (!metadata.Refs.TryGetValue(_change.Branch, out var reference)) return (metadata.CurrentSnapshot, null);
        if (reference.Type == SnapshotRefType.Tag) throw IcebergException.Invalid($"'{_change.Branch}' is a tag: it cannot be committed to");
        return (metadata.SnapshotById(reference.SnapshotId), reference);
    }

    ImmutableArray<TableRequirement> Requirements(TableMetadata metadata, SnapshotRef? reference)
    {
        if (_change.Staged) return TableRequirements.For(metadata, []);
        TableRequirement atHead = new TableRequirement.AssertRefSnapshotId(_change.Branch, reference?.SnapshotId);
        return metadata.TableUuid is { } uuid ? [new TableRequirement.AssertTableUuid(uuid), atHead] : [atHead];
    }

    ImmutableArray<TableUpdate> Updates(Snapshot snapshot, SnapshotRef? reference) => _change.Staged ? [new TableUpdate.AddSnapshot(snapshot)] :
    [
        new TableUpdate.AddSnapshot(snapshot),
        new TableUpdate.SetSnapshotRef(_change.Branch, reference is null ? SnapshotRef.Branch(_snapshotId) : reference with { SnapshotId = _snapshotId }),
    ];

    async Task RemoveAsync(IEnumerable<string> locations)
    {
        foreach (var location in locations.ToList())
        {
            try
            {
                await _table.Store.DeleteAsync(location, CancellationToken.None);
            }
            catch (IcebergException)
            {
                // An orphan costs space, not truth: maintenance finds it.
            }
        }
    }

    static long NewSnapshotId(TableMetadata metadata)
    {
        Span<byte> bytes = stackalloc byte[8];
        while (true)
        {
            RandomNumberGenerator.Fill(bytes);
            var id = BitConverter.ToInt64(bytes) & long.MaxValue;
            if (id != 0 && metadata.SnapshotById(id) is null) return id;
        }
    }
}
