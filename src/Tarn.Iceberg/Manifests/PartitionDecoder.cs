using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Tarn.Iceberg.Manifests.Avro;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Manifests;

/// <summary>Decodes the <c>partition</c> struct of a manifest into the tuple of its spec, fields found by id and values promoted to today's types.</summary>
internal sealed class PartitionDecoder
{
    readonly ImmutableArray<AvroField> _fields;
    readonly int[] _positions;
    readonly StructType _partitionType;

    public PartitionDecoder(AvroSchema writer, StructType partitionType)
    {
        _fields = writer.NotNull.Fields;
        _partitionType = partitionType;
        _positions = new int[_fields.Length];
        for (var i = 0; i < _fields.Length; i++) _positions[i] = FindPosition(i);
    }

    public PartitionTuple Decode(ReadOnlySpan<byte> encoded)
    {
        if (_partitionType.Fields.IsEmpty) return PartitionTuple.Empty;
        var values = new object?[_partitionType.Fields.Length];
        var cursor = new AvroCursor(encoded);
        for (var i = 0; i < _fields.Length; i++)
        {
            if (_positions[i] < 0) cursor.Skip(_fields[i].Schema);
            else values[_positions[i]] = PartitionValue.Promote(AvroValues.Read(ref cursor, _fields[i].Schema), _partitionType.Fields[_positions[i]].Type);
        }
        return new PartitionTuple(ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    /// <summary>By field id; writers of v1 tables may have left ids out, and then the order counts.</summary>
    int FindPosition(int index)
    {
        if (_fields[index].FieldId is not { } id) return index < _partitionType.Fields.Length ? index : -1;
        for (var i = 0; i < _partitionType.Fields.Length; i++)
            if (_partitionType.Fields[i].Id == id) return i;
        return -1;
    }
}
