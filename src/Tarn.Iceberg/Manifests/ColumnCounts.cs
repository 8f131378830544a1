using Tarn.Iceberg.Manifests.Avro;

namespace Tarn.Iceberg.Manifests;

/// <summary>A map from column id to a count, left in Avro's encoding and searched there: planning asks few of the columns that a manifest describes.</summary>
public readonly struct ColumnCounts
{
    static readonly AvroSchema EncodedSchema = AvroSchema.Parse(
        """{"type":"array","items":{"type":"record","name":"e","fields":[{"name":"key","type":"int"},{"name":"value","type":"long"}]}}""");

    readonly ReadOnlyMemory<byte> _encoded;

    internal ColumnCounts(ReadOnlyMemory<byte> encoded) => _encoded = encoded;

    /// <summary>True where the writer gave no map at all.</summary>
    public bool IsAbsent => _encoded.IsEmpty;

    /// <summary>The encoding without what may follow it in the block.</summary>
    internal ReadOnlySpan<byte> Encoded
    {
        get
        {
            if (IsAbsent) return [];
            var cursor = new AvroCursor(_encoded.Span);
            cursor.Skip(EncodedSchema);
            return _encoded.Span[..cursor.Position];
        }
    }

    public static ColumnCounts Of(params IEnumerable<KeyValuePair<int, long>> counts)
    {
        var pairs = counts.ToList();
        var output = new AvroOutput((pairs.Count * 8) + 16);
        if (pairs.Count > 0) output.WriteLong(pairs.Count);
        foreach (var (id, count) in pairs)
        {
            output.WriteLong(id);
            output.WriteLong(count);
        }
        output.WriteLong(0);
        return new ColumnCounts(output.Written.ToArray());
    }

    public long? this[int fieldId]
    {
        get
        {
            var cursor = new AvroCursor(_encoded.Span);
            while (cursor.Left > 0 && cursor.ReadBlockCount(2, out _) is > 0 and var count)
            {
                for (; count > 0; count--)
                {
                    var id = cursor.ReadInt();
                    var value = cursor.ReadLong();
                    if (id == fieldId) return value;
                }
            }
            return null;
        }
    }

    public Dictionary<int, long> ToDictionary()
    {
        var result = new Dictionary<int, long>();
        var cursor = new AvroCursor(_encoded.Span);
        while (cursor.Left > 0 && cursor.ReadBlockCount(2, out _) is > 0 and var count)
            for (; count > 0; count--)
                result[cursor.ReadInt()] = cursor.ReadLong();
        return result;
    }
}
