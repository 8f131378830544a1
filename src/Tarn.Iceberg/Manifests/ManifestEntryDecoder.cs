using System.Collections.Immutable;
using System.Text;
using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Manifests.Avro;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Manifests;

/// <summary>Decodes manifest entries: small fields at once, maps and strings as offsets. Nothing is inherited yet.</summary>
internal sealed class ManifestEntryDecoder
{
    readonly ManifestEntryPlan _plan;
    readonly PartitionDecoder? _partitions;
    readonly int _specId;
    RawPartition? _lastPartition;

    public ManifestEntryDecoder(AvroSchema writer, StructType partitionType, int specId)
    {
        _plan = new ManifestEntryPlan(writer);
        _partitions = _plan.Partition is null ? null : new PartitionDecoder(_plan.Partition, partitionType);
        _specId = specId;
    }

    /// <summary>
    /// Finds out how this writer stores partition values of type fixed. The Java reference puts a length before them, against Avro's
    /// specification; a manifest tells which it is, because the other way a block does not end where its entries do.
    /// </summary>
    /// <remarks>
    /// Of a single entry both ways may end there: without the length a value's last byte can pass for a part of the row count behind it, and with it a value's first byte for its length. Then the number of rows
    /// tells them apart.
    /// </remarks>
    /// <param name="block">The manifest's first.</param>
    /// <param name="rows">How many rows the manifest list says that the manifest's files have; null where it does not.</param>
    public void DetectFixedEncoding(AvroBlock block, long? rows)
    {
        var fixedFields = _plan.PlainFixedPartitions.ToList();
        if (fixedFields.Count == 0) return;
        var plain = RowsOf(block);
        foreach (var schema in fixedFields) schema.IsLengthPrefixed = true;
        var prefixed = RowsOf(block);
        // More writers are the reference than are not.
        var isPrefixed = prefixed is not null && (plain is null || plain != rows || prefixed == rows);
        foreach (var schema in fixedFields) schema.IsLengthPrefixed = isPrefixed;
        _lastPartition = null;
    }

    /// <summary>The rows of a block's files; null where it does not end where its entries do.</summary>
    long? RowsOf(AvroBlock block)
    {
        var cursor = new AvroCursor(block.Data.Span);
        try
        {
            var rows = 0L;
            for (var i = 0; i < block.Count; i++) rows += ReadRaw(ref cursor, block.Data).RecordCount;
            return cursor.Left == 0 ? rows : null;
        }
        catch (IcebergException)
        {
            return null;
        }
    }

    /// <summary>Decodes the entry at the cursor. <paramref name="inherit"/> fills in what the manifest list says before the file is made.</summary>
    public ManifestEntry Decode(ref AvroCursor cursor, ReadOnlyMemory<byte> block, ManifestInheritance inherit)
    {
        var raw = ReadRaw(ref cursor, block);
        return inherit.Apply(ref raw, block, _specId);
    }

    RawEntry ReadRaw(ref AvroCursor cursor, ReadOnlyMemory<byte> block)
    {
        var raw = new RawEntry();
        foreach (var step in _plan.Entry)
        {
            var schema = step.Schema.Kind == AvroKind.Union ? cursor.ReadBranch(step.Schema) : step.Schema;
            if (schema.Kind == AvroKind.Null) continue;
            switch (step.Id)
            {
                case 0: raw.Status = cursor.ReadInt(); break;
                case 1: raw.SnapshotId = cursor.ReadLong(); break;
                case 2: DecodeFile(ref cursor, block, ref raw); break;
                case 3: raw.SequenceNumber = cursor.ReadLong(); break;
                case 4: raw.FileSequenceNumber = cursor.ReadLong(); break;
                default: cursor.Skip(schema); break;
            }
        }
        Check(raw);
        return raw;
    }

    void DecodeFile(ref AvroCursor cursor, ReadOnlyMemory<byte> block, ref RawEntry raw)
    {
        foreach (var step in _plan.File)
        {
            var schema = step.Schema.Kind == AvroKind.Union ? cursor.ReadBranch(step.Schema) : step.Schema;
            if (schema.Kind == AvroKind.Null) continue;
            switch (step.Id)
            {
                case 100:
                    raw.Offsets.FilePath = cursor.Position;
                    cursor.ReadBytes();
                    break;
                case 101: raw.Format = FileFormatName.Parse(cursor.ReadBytes()); break;
                case 102: raw.Partition = ReadPartition(ref cursor, schema, block); break;
                case 103: raw.RecordCount = cursor.ReadLong(); break;
                case 104: raw.FileSizeInBytes = cursor.ReadLong(); break;
                case 134: raw.Content = cursor.ReadInt(); break;
                case 140: raw.SortOrderId = cursor.ReadInt(); break;
                case 142: raw.FirstRowId = cursor.ReadLong(); break;
                case ManifestEntryStep.Skip: cursor.Skip(schema); break;
                default: DecodeRareField(ref cursor, step, schema, ref raw); break;
            }
        }
    }

    static void DecodeRareField(ref AvroCursor cursor, in ManifestEntryStep step, AvroSchema schema, ref RawEntry raw)
    {
        var start = cursor.Position;
        switch (step.Id)
        {
            case 131: raw.KeyMetadata = cursor.ReadBytes().ToArray(); break;
            case 135: raw.EqualityIds = ReadInts(ref cursor, schema); break;
            case 143: raw.ReferencedDataFile = Encoding.UTF8.GetString(cursor.ReadBytes()); break;
            case 144: raw.ContentOffset = cursor.ReadLong(); break;
            case 145: raw.ContentSizeInBytes = cursor.ReadLong(); break;
            case not (108 or 109 or 110 or 125 or 128 or 132 or 137): cursor.Skip(schema); break;
            default:
                if (step.Canonical)
                {
                    if (step.Id == 132) cursor.Skip(schema);
                    else cursor.SkipPairs(isBytes: step.Id is 125 or 128);
                    SetOffset(ref raw.Offsets, step.Id, start);
                }
                else (raw.Unusual ??= []).Add(step.Id, AvroValues.Read(ref cursor, schema));
                break;
        }
    }

    static void SetOffset(ref DataFileOffsets offsets, int id, int start)
    {
        switch (id)
        {
            case 108: offsets.ColumnSizes = start; break;
            case 109: offsets.ValueCounts = start; break;
            case 110: offsets.NullValueCounts = start; break;
            case 125: offsets.LowerBounds = start; break;
            case 128: offsets.UpperBounds = start; break;
            case 132: offsets.SplitOffsets = start; break;
            default: offsets.NanValueCounts = start; break;
        }
    }

    RawPartition ReadPartition(ref AvroCursor cursor, AvroSchema schema, ReadOnlyMemory<byte> block)
    {
        var start = cursor.Position;
        cursor.Skip(schema);
        var encoded = block[start..cursor.Position];
        if (_lastPartition is not null && _lastPartition.Encoded.SequenceEqual(encoded.Span)) return _lastPartition;
        return _lastPartition = new RawPartition(_partitions!, encoded);
    }

    static ImmutableArray<int> ReadInts(ref AvroCursor cursor, AvroSchema schema) =>
        AvroValues.Read(ref cursor, schema) is ListValue list
            ? [.. list.Elements.Select(element => element is long number ? checked((int)number) : (int)(element ?? 0))]
            : throw CorruptData.In("manifest", "equality_ids is no list");

    static void Check(in RawEntry raw)
    {
        if (raw.Status is < 0 or > 2) throw CorruptData.In("manifest", $"an entry has status {raw.Status}");
        if (raw.Content is < 0 or > 2) throw CorruptData.In("manifest", $"a file has content {raw.Content}");
        if (raw.Offsets.FilePath == 0) throw CorruptData.In("manifest", "a file has no path");
        if (raw.RecordCount < 0 || raw.FileSizeInBytes < 0) throw CorruptData.In("manifest", $"a file has {raw.RecordCount} rows in {raw.FileSizeInBytes} bytes");
    }
}
