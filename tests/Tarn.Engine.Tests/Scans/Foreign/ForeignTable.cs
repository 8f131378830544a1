using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Tarn.Engine.Native;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Tests.Scans.Foreign;

/// <summary>
/// A table <c>main.t (id, cat, val)</c> of a lakehouse whose files, manifests and snapshots are made by hand, as other writers may make them: files that keep an older sequence number, deletes
/// that overlap or name what is gone, manifests cut in any way. It remembers what is in each.
/// </summary>
sealed class ForeignTable(TestLakehouse lakehouse, Random random)
{
    /// <summary>Reserved field ids. Spec: "Reserved Field IDs".</summary>
    const int FilePathId = 2147483546, PositionId = 2147483545;

    const string Fields = "{id: 1, cat: 2, val: 3}";

    static readonly TableIdentifier Name = new("main", "t");

    int _files;
    long _snapshots = 100;

    public Dictionary<long, ForeignState> States { get; } = [];

    public Task<Table> LoadAsync() => lakehouse.Catalog.LoadTableAsync(Name, CancellationToken.None);

    /// <summary>The state that a branch has.</summary>
    public ForeignState StateOf(TableMetadata metadata, string branch) => metadata.Refs.TryGetValue(branch, out var reference) ? States[reference.SnapshotId] : ForeignState.Empty;

    /// <summary>Data files of rows, one for each partition of the table's spec.</summary>
    public async Task<List<ForeignEntry>> DataAsync(TableMetadata metadata, IEnumerable<ForeignRow> rows, long? sequence = null)
    {
        var made = new List<ForeignEntry>();
        foreach (var group in rows.GroupBy(r => metadata.Spec.PartitionOf(metadata.Schema, r.Of)))
        {
            ForeignRow[] all = [.. group];
            var (path, length) = Copy($"SELECT * FROM (VALUES {string.Join(", ", all.Select(r => r.ToSql()))}) v(id, cat, val)", Fields);
            var file = new DataFile { FilePath = path, Format = FileFormat.Parquet, SpecId = metadata.Spec.SpecId, Partition = group.Key, RecordCount = all.Length, FileSizeInBytes = length };
            made.Add(New(random.Next(4) == 0 ? file : WithMetrics(file, all), metadata, sequence) with { Rows = all });
        }
        await Task.CompletedTask;
        return made;
    }

    /// <summary>A position delete file of one partition, in any order, with whatever stands twice.</summary>
    public ForeignEntry Positions(TableMetadata metadata, ForeignEntry like, (string Path, long Position)[] positions, bool isNamed)
    {
        var (path, length) = Copy($"SELECT * FROM (VALUES {string.Join(", ", positions.Select(p => $"({Identifiers.Literal(p.Path)}, {p.Position}::BIGINT)"))}) v(file_path, pos)", $"{{file_path: {FilePathId}, pos: {PositionId}}}");
        var file = new DataFile
        {
            Content = DataFileContent.PositionDeletes, FilePath = path, Format = FileFormat.Parquet, SpecId = like.File.SpecId, Partition = like.File.Partition,
            RecordCount = positions.Length, FileSizeInBytes = length, ReferencedDataFile = isNamed ? positions[0].Path : null,
        };
        return New(file, metadata, null) with { Positions = positions };
    }

    /// <summary>A deletion vector that holds what its file's vector and position deletes held, and more.</summary>
    public async Task<ForeignEntry> VectorAsync(TableMetadata metadata, ForeignState state, ForeignEntry data, IEnumerable<long> further)
    {
        var rows = new PositionBitmap();
        foreach (var position in state.DeletedPositions(data).Concat(further)) _ = rows.Add(position);
        var file = Assert.Single(await DeletionVectorFile.WriteAsync(lakehouse.Lakehouse.Store, NewPath("puffin"), [(data.File, rows)], CancellationToken.None));
        return New(file, metadata, null) with { Positions = [.. rows.Enumerate().Select(p => (data.File.FilePath, p))] };
    }

    /// <summary>An equality delete file: of the partition of a data file, or of every partition.</summary>
    public ForeignEntry Equality(TableMetadata metadata, int specId, Iceberg.Partitioning.PartitionTuple partition, ImmutableArray<int> ids, ForeignRow[] keys)
    {
        var columns = ids.Select(id => metadata.Schema.FindField(id)!.Name).ToList();
        var (path, length) = Copy(
            $"SELECT {string.Join(", ", columns)} FROM (VALUES {string.Join(", ", keys.Select(r => r.ToSql()))}) v(id, cat, val)", $"{{{string.Join(", ", columns.Zip(ids, (c, id) => $"{c}: {id}"))}}}");
        var file = new DataFile
        {
            Content = DataFileContent.EqualityDeletes, FilePath = path, Format = FileFormat.Parquet, SpecId = specId, Partition = partition, RecordCount = keys.Length, FileSizeInBytes = length, EqualityIds = ids,
        };
        return New(file, metadata, null) with { Rows = keys };
    }

    /// <summary>Commits a state: every manifest is written anew, cut at random, with what left marked as deleted.</summary>
    public async Task CommitAsync(Table table, string branch, ForeignState state)
    {
        var metadata = table.Metadata;
        var before = StateOf(metadata, branch);
        var id = NextSnapshot();
        var parent = metadata.Refs.GetValueOrDefault(branch)?.SnapshotId;
        var sequence = metadata.FormatVersion == 1 ? 0 : metadata.LastSequenceNumber + 1;
        var manifests = new List<ManifestFile>();
        foreach (var (content, now, gone) in ((ManifestContent, ImmutableList<ForeignEntry>, IEnumerable<ForeignEntry>)[])
            [(ManifestContent.Data, state.Data, before.Data.Except(state.Data)), (ManifestContent.Deletes, state.Deletes, before.Deletes.Except(state.Deletes))])
            foreach (var part in now.Select(e => (Entry: e, IsLive: true)).Concat(gone.Select(e => (Entry: e, IsLive: false))).GroupBy(e => (e.Entry.File.SpecId, random.Next(2))))
                manifests.Add(await ManifestAsync(metadata, content, part.Key.SpecId, id, part));
        var list = ManifestList.Write(manifests, metadata.FormatVersion, id, parent, sequence, metadata.FormatVersion > 2 ? metadata.NextRowId : null);
        var location = NewPath("avro");
        await lakehouse.Lakehouse.Store.WriteAsync(location, list.Bytes, WriteMode.CreateNew, CancellationToken.None);
        var snapshot = new Snapshot(id, parent, sequence, Math.Max(metadata.LastUpdatedMs + 1, 1))
        {
            ManifestList = location, SchemaId = metadata.CurrentSchemaId, FirstRowId = metadata.FormatVersion > 2 ? metadata.NextRowId : null,
            AddedRows = list.NextRowId - metadata.NextRowId, Summary = ImmutableSortedDictionary<string, string>.Empty.Add("operation", "overwrite"),
        };
        await UpdateAsync(table, new TableUpdate.AddSnapshot(snapshot), new TableUpdate.SetSnapshotRef(branch, SnapshotRef.Branch(id)));
        States.Add(id, state);
    }

    public async Task UpdateAsync(Table table, params ImmutableArray<TableUpdate> updates) =>
        Assert.IsType<CommitOutcome.Committed>(await lakehouse.Catalog.CommitAsync(new TableCommit(table.Identifier, [], updates), CancellationToken.None));

    async Task<ManifestFile> ManifestAsync(TableMetadata metadata, ManifestContent content, int specId, long snapshotId, IEnumerable<(ForeignEntry Entry, bool IsLive)> entries)
    {
        var writer = new ManifestWriter(metadata.FormatVersion, metadata.SpecById(specId)!, metadata.Schema, content, snapshotId);
        foreach (var (entry, isLive) in entries)
        {
            var known = new ManifestEntry(ManifestEntryStatus.Existing, entry.SnapshotId, entry.Sequence, entry.FileSequence, entry.File);
            if (!isLive) writer.Delete(known);
            else if (entry.SnapshotId == snapshotId) writer.Add(entry.File, metadata.FormatVersion > 1 && entry.Sequence != entry.FileSequence ? entry.Sequence : null);
            else writer.Existing(known);
        }
        var (bytes, manifest) = writer.Complete(NewPath("avro"));
        await lakehouse.Lakehouse.Store.WriteAsync(manifest.ManifestPath, bytes, WriteMode.CreateNew, CancellationToken.None);
        // Lists of v1 may leave the counts out.
        return metadata.FormatVersion > 1 || random.Next(2) == 0 ? manifest : manifest with { AddedFilesCount = null, ExistingFilesCount = null, DeletedFilesCount = null, AddedRowsCount = null, ExistingRowsCount = null, DeletedRowsCount = null };
    }

    ForeignEntry New(DataFile file, TableMetadata metadata, long? sequence)
    {
        var own = metadata.FormatVersion == 1 ? 0 : metadata.LastSequenceNumber + 1;
        return new ForeignEntry(file, sequence ?? own, own, NextSnapshotToBe);
    }

    long NextSnapshotToBe => _snapshots + 1;

    long NextSnapshot() => ++_snapshots;

    static DataFile WithMetrics(DataFile file, ForeignRow[] rows)
    {
        var (lower, upper) = (new Dictionary<int, byte[]> { [1] = Int(rows.Min(r => r.Id)), [3] = Int(rows.Min(r => r.Val)) }, new Dictionary<int, byte[]> { [1] = Int(rows.Max(r => r.Id)), [3] = Int(rows.Max(r => r.Val)) });
        var cats = rows.Select(r => r.Cat).OfType<string>().Order(StringComparer.Ordinal).ToList();
        if (cats.Count > 0) (lower[2], upper[2]) = (Encoding.UTF8.GetBytes(cats[0]), Encoding.UTF8.GetBytes(cats[^1]));
        return new DataFile
        {
            FilePath = file.FilePath, Format = file.Format, SpecId = file.SpecId, Partition = file.Partition, RecordCount = file.RecordCount, FileSizeInBytes = file.FileSizeInBytes,
            ValueCounts = ColumnCounts.Of(((int[])[1, 2, 3]).Select(id => KeyValuePair.Create(id, (long)rows.Length))),
            NullValueCounts = ColumnCounts.Of(((int[])[1, 2, 3]).Select(id => KeyValuePair.Create(id, (long)rows.Count(r => r.Of(id) is null)))),
            LowerBounds = ColumnBounds.Of(lower),
            UpperBounds = ColumnBounds.Of(upper),
        };
    }

    static byte[] Int(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    string NewPath(string extension) => $"file://{lakehouse.WarehouseFolder}/foreign/{_files++}.{extension}";

    (string Path, long Length) Copy(string rows, string ids)
    {
        var location = NewPath("parquet");
        var path = location["file://".Length..];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var connection = lakehouse.Lakehouse.Trusted.Connect();
        connection.Execute($"COPY ({rows}) TO {Identifiers.Literal(path)} (FORMAT parquet, FIELD_IDS {ids})", CancellationToken.None);
        return (location, new FileInfo(path).Length);
    }
}
