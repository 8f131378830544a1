using Tarn.Iceberg.Manifests.Avro;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;

namespace Tarn.Iceberg.Manifests;

/// <summary>Writes a manifest of format version 1, 2 or 3 into memory. Added files carry no sequence numbers, so that the manifest stays right when a commit is tried again.</summary>
public sealed class ManifestWriter
{
    readonly int _formatVersion;
    readonly PartitionSpec _spec;
    readonly ManifestContent _content;
    readonly long _snapshotId;
    readonly AvroFileWriter _file;
    readonly DataFileEncoder _encoder;
    readonly PartitionSummaries _summaries;
    readonly int[] _filesByStatus = new int[3];
    readonly long[] _rowsByStatus = new long[3];
    long _minSequenceNumber = long.MaxValue;

    /// <param name="formatVersion">Of the table.</param>
    /// <param name="spec">The spec of every file that will be added.</param>
    /// <param name="schema">The table's current schema.</param>
    /// <param name="content">Data files or delete files.</param>
    /// <param name="snapshotId">The snapshot that the manifest is written for.</param>
    /// <param name="codec">Avro block codec: <c>deflate</c> or <c>null</c>.</param>
    public ManifestWriter(int formatVersion, PartitionSpec spec, Schema schema, ManifestContent content, long snapshotId, string codec = AvroCodec.Deflate)
    {
        if (formatVersion is < 1 or > 3) throw IcebergException.Unsupported($"Manifests of format version {formatVersion} cannot be written");
        if (formatVersion == 1 && content == ManifestContent.Deletes) throw IcebergException.Invalid("A v1 table has no delete files: upgrade it to v2 first");
        (_formatVersion, _spec, _content, _snapshotId) = (formatVersion, spec, content, snapshotId);
        var partitionType = spec.PartitionType(schema);
        _encoder = new DataFileEncoder(formatVersion, partitionType);
        _summaries = new PartitionSummaries(partitionType);
        var entrySchema = AvroSchemaWriter.Write(ManifestSchemas.Entry(formatVersion, partitionType), ManifestSchemas.EntryName);
        _file = new AvroFileWriter(entrySchema, codec, Header(schema));
    }

    public int Count => _filesByStatus[0] + _filesByStatus[1] + _filesByStatus[2];

    /// <summary>Bytes so far, about: the block in progress counts uncompressed.</summary>
    public long EstimatedLength => _file.EstimatedLength;

    /// <summary>A file that the snapshot adds; <paramref name="dataSequenceNumber"/> only where it replaces files of that age.</summary>
    public void Add(DataFile file, long? dataSequenceNumber = null) =>
        Write(ManifestEntryStatus.Added, _snapshotId, dataSequenceNumber, fileSequenceNumber: null, file);

    /// <summary>A file that is in the table already, as its entry stands.</summary>
    public void Existing(in ManifestEntry entry) => Carry(ManifestEntryStatus.Existing, entry.SnapshotId, entry);

    /// <summary>A file that the snapshot removes.</summary>
    public void Delete(in ManifestEntry entry) => Carry(ManifestEntryStatus.Deleted, _snapshotId, entry);

    /// <summary>An entry of a manifest that is merged into this one: what other snapshots added is existing now, what they deleted is left behind.</summary>
    internal void Copy(in ManifestEntry entry)
    {
        var isOwn = entry.SnapshotId == _snapshotId;
        if (entry.Status == ManifestEntryStatus.Deleted)
        {
            if (isOwn) Delete(entry);
        }
        else if (entry.Status == ManifestEntryStatus.Added && isOwn) Add(entry.File, entry.SequenceNumber);
        else Existing(entry);
    }

    /// <summary>Ends the manifest.</summary>
    /// <returns>The file's bytes and what a manifest list says of it; sequence numbers are still unassigned.</returns>
    public (ReadOnlyMemory<byte> Bytes, ManifestFile Manifest) Complete(string location)
    {
        var bytes = _file.Complete();
        return (bytes, new ManifestFile(location, bytes.Length, _spec.SpecId, _content)
        {
            MinSequenceNumber = _minSequenceNumber == long.MaxValue ? ManifestFile.UnassignedSequenceNumber : _minSequenceNumber,
            AddedSnapshotId = _snapshotId,
            AddedFilesCount = _filesByStatus[(int)ManifestEntryStatus.Added],
            ExistingFilesCount = _filesByStatus[(int)ManifestEntryStatus.Existing],
            DeletedFilesCount = _filesByStatus[(int)ManifestEntryStatus.Deleted],
            AddedRowsCount = _rowsByStatus[(int)ManifestEntryStatus.Added],
            ExistingRowsCount = _rowsByStatus[(int)ManifestEntryStatus.Existing],
            DeletedRowsCount = _rowsByStatus[(int)ManifestEntryStatus.Deleted],
            Partitions = _summaries.ToSummaries(),
        });
    }

    void Carry(ManifestEntryStatus status, long snapshotId, in ManifestEntry entry)
    {
        if (_formatVersion > 1 && (entry.SequenceNumber is null || entry.FileSequenceNumber is null))
            throw IcebergException.Invalid($"{entry.File} has no sequence numbers, so it cannot be carried into another manifest");
        Write(status, snapshotId, entry.SequenceNumber, entry.FileSequenceNumber, entry.File);
    }

    void Write(ManifestEntryStatus status, long snapshotId, long? sequenceNumber, long? fileSequenceNumber, DataFile file)
    {
        if (file.SpecId != _spec.SpecId) throw IcebergException.Invalid($"{file} has spec {file.SpecId}, its manifest has spec {_spec.SpecId}");
        if (file.Content == DataFileContent.Data != (_content == ManifestContent.Data)) throw IcebergException.Invalid($"{file} ({file.Content}) does not belong in a manifest of {_content}");
        var output = _file.Output;
        output.WriteLong((int)status);
        if (_formatVersion == 1) output.WriteLong(snapshotId);
        else
        {
            WriteOptional(output, snapshotId);
            WriteOptional(output, sequenceNumber);
            WriteOptional(output, fileSequenceNumber);
        }
        _encoder.Write(output, file, status);
        _file.EndObject();
        _filesByStatus[(int)status]++;
        _rowsByStatus[(int)status] += file.RecordCount;
        _summaries.Add(file.Partition);
        if (status != ManifestEntryStatus.Deleted && sequenceNumber is { } number) _minSequenceNumber = Math.Min(_minSequenceNumber, number);
    }

    internal static void WriteOptional(AvroOutput output, long? value)
    {
        output.WriteLong(value is null ? 0 : 1);
        if (value is { } number) output.WriteLong(number);
    }

    IEnumerable<KeyValuePair<string, string>> Header(Schema schema)
    {
        yield return new("schema", schema.ToJson());
        yield return new("schema-id", schema.SchemaId.ToString());
        yield return new("partition-spec", _spec.FieldsToJson());
        yield return new("partition-spec-id", _spec.SpecId.ToString());
        yield return new("format-version", _formatVersion.ToString());
        if (_formatVersion > 1) yield return new("content", _content == ManifestContent.Data ? "data" : "deletes");
    }
}
