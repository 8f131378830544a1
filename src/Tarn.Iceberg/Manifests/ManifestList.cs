using System.Collections.Immutable;
using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Manifests.Avro;
using Tarn.Iceberg.Partitioning;

namespace Tarn.Iceberg.Manifests;

/// <summary>Reads and writes manifest lists, v1 to v3. Spec: "Manifest Lists".</summary>
public static class ManifestList
{
    static readonly Dictionary<string, int> IdsByName = ManifestSchemas.List(3).Fields.ToDictionary(field => field.Name, field => field.Id, StringComparer.Ordinal);

    /// <summary>The manifests of a snapshot in the order of its list.</summary>
    /// <exception cref="IcebergException">The list is damaged.</exception>
    public static ImmutableArray<ManifestFile> Read(ReadOnlyMemory<byte> content, string location)
    {
        try
        {
            var file = AvroFile.Open(content);
            if (file.Schema.Kind != AvroKind.Record) throw CorruptData.In("manifest list", "it holds no records");
            var manifests = ImmutableArray.CreateBuilder<ManifestFile>();
            foreach (var block in file.Blocks())
            {
                var cursor = new AvroCursor(block.Data.Span);
                for (var i = 0; i < block.Count; i++) manifests.Add(ReadOne(ref cursor, file.Schema));
            }
            return manifests.DrainToImmutable();
        }
        catch (IcebergException e)
        {
            throw new IcebergException(e.Kind, $"Cannot read the manifest list {location}: {e.Message}", e);
        }
    }

    /// <summary>Writes the list of a snapshot and gives the manifests that have no sequence number or first row id theirs.</summary>
    /// <returns>The file, the manifests as they stand in it, and the next row id after them (v3; else null).</returns>
    public static (ReadOnlyMemory<byte> Bytes, ImmutableArray<ManifestFile> Manifests, long? NextRowId) Write(
        IEnumerable<ManifestFile> manifests, int formatVersion, long snapshotId, long? parentSnapshotId, long sequenceNumber, long? firstRowId)
    {
        var header = new List<KeyValuePair<string, string>>
        {
            new("snapshot-id", snapshotId.ToString()),
            new("parent-snapshot-id", parentSnapshotId?.ToString() ?? "null"),
            new("format-version", formatVersion.ToString()),
        };
        if (formatVersion > 1) header.Add(new("sequence-number", sequenceNumber.ToString()));
        if (formatVersion > 2) header.Add(new("first-row-id", firstRowId?.ToString() ?? throw IcebergException.Invalid("A v3 snapshot needs a first row id")));
        var file = new AvroFileWriter(AvroSchemaWriter.Write(ManifestSchemas.List(formatVersion), ManifestSchemas.ListName), AvroCodec.Deflate, header);
        var assigned = ImmutableArray.CreateBuilder<ManifestFile>();
        var nextRowId = formatVersion > 2 ? firstRowId : null;
        foreach (var manifest in manifests)
        {
            var final = Assign(manifest, formatVersion, snapshotId, sequenceNumber, ref nextRowId);
            ManifestListEncoder.Write(file.Output, final, formatVersion);
            file.EndObject();
            assigned.Add(final);
        }
        return (file.Complete(), assigned.DrainToImmutable(), nextRowId);
    }

    /// <summary>Spec: "Sequence Number Inheritance" and "First Row ID Assignment"; existing files may lack a row id too, so their rows are left room.</summary>
    static ManifestFile Assign(ManifestFile manifest, int formatVersion, long snapshotId, long sequenceNumber, ref long? nextRowId)
    {
        if (formatVersion == 1) return manifest with { SequenceNumber = 0, MinSequenceNumber = 0 };
        var unassigned = manifest.SequenceNumber == ManifestFile.UnassignedSequenceNumber;
        if (unassigned && manifest.AddedSnapshotId != snapshotId)
            throw IcebergException.Invalid($"The manifest {manifest.ManifestPath} of snapshot {manifest.AddedSnapshotId} has no sequence number");
        var result = manifest with
        {
            SequenceNumber = unassigned ? sequenceNumber : manifest.SequenceNumber,
            MinSequenceNumber = manifest.MinSequenceNumber == ManifestFile.UnassignedSequenceNumber ? sequenceNumber : manifest.MinSequenceNumber,
        };
        if (nextRowId is null || manifest.Content != ManifestContent.Data || manifest.FirstRowId is not null) return result;
        result = result with { FirstRowId = nextRowId };
        nextRowId += (manifest.AddedRowsCount ?? 0) + (manifest.ExistingRowsCount ?? 0);
        return result;
    }

    static ManifestFile ReadOne(ref AvroCursor cursor, AvroSchema schema)
    {
        string? path = null;
        var (length, specId, content) = (0L, 0, 0);
        var manifest = new ManifestFile("", 0, 0, ManifestContent.Data) { SequenceNumber = 0, MinSequenceNumber = 0 };
        foreach (var field in schema.Fields)
        {
            var value = field.Schema.Kind == AvroKind.Union ? cursor.ReadBranch(field.Schema) : field.Schema;
            if (value.Kind == AvroKind.Null) continue;
            switch (field.FieldId ?? IdsByName.GetValueOrDefault(field.Name, -1))
            {
                case 500: path = AvroValues.Read(ref cursor, value) as string; break;
                case 501: length = cursor.ReadLong(); break;
                case 502: specId = cursor.ReadInt(); break;
                case 517: content = cursor.ReadInt(); break;
                case 515: manifest = manifest with { SequenceNumber = cursor.ReadLong() }; break;
                case 516: manifest = manifest with { MinSequenceNumber = cursor.ReadLong() }; break;
                case 503: manifest = manifest with { AddedSnapshotId = cursor.ReadLong() }; break;
                case 504: manifest = manifest with { AddedFilesCount = cursor.ReadInt() }; break;
                case 505: manifest = manifest with { ExistingFilesCount = cursor.ReadInt() }; break;
                case 506: manifest = manifest with { DeletedFilesCount = cursor.ReadInt() }; break;
                case 512: manifest = manifest with { AddedRowsCount = cursor.ReadLong() }; break;
                case 513: manifest = manifest with { ExistingRowsCount = cursor.ReadLong() }; break;
                case 514: manifest = manifest with { DeletedRowsCount = cursor.ReadLong() }; break;
                case 507: manifest = manifest with { Partitions = ReadSummaries(ref cursor, value) }; break;
                case 519: manifest = manifest with { KeyMetadata = cursor.ReadBytes().ToArray() }; break;
                case 520: manifest = manifest with { FirstRowId = cursor.ReadLong() }; break;
                default: cursor.Skip(value); break;
            }
        }
        if (path is null || content is < 0 or > 1) throw CorruptData.In("manifest list", $"a manifest has path '{path}' and content {content}");
        return manifest with { ManifestPath = path, ManifestLength = length, PartitionSpecId = specId, Content = (ManifestContent)content };
    }

    static ImmutableArray<FieldSummary> ReadSummaries(ref AvroCursor cursor, AvroSchema schema)
    {
        if (schema.Element?.NotNull is not { Kind: AvroKind.Record } record) throw CorruptData.In("manifest list", "partitions is no list of records");
        var summaries = ImmutableArray.CreateBuilder<FieldSummary>();
        while (cursor.ReadBlockCount(schema.Element.MinimumBytes, out _) is > 0 and var count)
        {
            for (; count > 0; count--)
            {
                var item = schema.Element.Kind == AvroKind.Union ? cursor.ReadBranch(schema.Element) : record;
                summaries.Add(item.Kind == AvroKind.Null ? default : ReadSummary(ref cursor, item));
            }
        }
        return summaries.DrainToImmutable();
    }

    static FieldSummary ReadSummary(ref AvroCursor cursor, AvroSchema record)
    {
        var summary = default(FieldSummary);
        foreach (var field in record.Fields)
        {
            var value = field.Schema.Kind == AvroKind.Union ? cursor.ReadBranch(field.Schema) : field.Schema;
            if (value.Kind == AvroKind.Null) continue;
            switch (field.FieldId ?? SummaryId(field.Name))
            {
                case 509: summary = summary with { ContainsNull = cursor.ReadBoolean() }; break;
                case 518: summary = summary with { ContainsNaN = cursor.ReadBoolean() }; break;
                case 510: summary = summary with { LowerBound = cursor.ReadBytes().ToArray() }; break;
                case 511: summary = summary with { UpperBound = cursor.ReadBytes().ToArray() }; break;
                default: cursor.Skip(value); break;
            }
        }
        return summary;
    }

    static int SummaryId(string name) => name switch { "contains_null" => 509, "contains_nan" => 518, "lower_bound" => 510, "upper_bound" => 511, _ => -1 };
}
