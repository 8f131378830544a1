using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Manifests.Avro;

/// <summary>Reads the records of any Avro file that follows Iceberg's rules, data files included.</summary>
public static class AvroRecords
{
    /// <summary>All records in order. With <paramref name="fieldIds"/> only those top-level fields are decoded.</summary>
    /// <exception cref="IcebergException">The file's top level is no record, or the file is damaged.</exception>
    public static IEnumerable<StructValue> Read(AvroFile file, IReadOnlySet<int>? fieldIds = null)
    {
        if (file.Schema.Kind != AvroKind.Record) throw IcebergException.Corrupt($"The Avro file holds {file.Schema.Kind} values instead of records");
        foreach (var block in file.Blocks())
        {
            var position = 0;
            for (var i = 0; i < block.Count; i++) yield return ReadOne(block, file.Schema, fieldIds, ref position);
        }
    }

    static StructValue ReadOne(in AvroBlock block, AvroSchema schema, IReadOnlySet<int>? fieldIds, ref int position)
    {
        var cursor = new AvroCursor(block.Data.Span, position);
        var record = AvroValues.ReadRecord(ref cursor, schema, fieldIds);
        position = cursor.Position;
        return record;
    }
}
