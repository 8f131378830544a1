using Tarn.Iceberg.Manifests.Avro;

namespace Tarn.Iceberg.Manifests;

/// <summary>A map from column id to a bound as bytes (spec, Appendix D), left in Avro's encoding and searched there.</summary>
public readonly struct ColumnBounds
{
    static readonly AvroSchema EncodedSchema = AvroSchema.Parse(
        """{"type":"array","items":{"type":"record","name":"e","fields":[{"name":"key","type":"int"},{"name":"value","type":"bytes"}]}}""");

    readonly ReadOnlyMemory<byte> _encoded;

    internal ColumnBounds(ReadOnlyMemory<byte> encoded) => _encoded = encoded;

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

    public static ColumnBounds Of(params IEnumerable<KeyValuePair<int, byte[]>> bounds)
    {
        var pairs = bounds.ToList();
        var output = new AvroOutput((pairs.Count * 16) + 16);
        if (pairs.Count > 0) output.WriteLong(pairs.Count);
        foreach (var (id, bound) in pairs)
        {
            output.WriteLong(id);
            output.WriteBytes(bound);
        }
        output.WriteLong(0);
        return new ColumnBounds(output.Written.ToArray());
    }

    public ReadOnlyMemory<byte>? this[int fieldId]
    {
        get
        {
            var cursor = new AvroCursor(_encoded.Span);
            while (cursor.Left > 0 && cursor.ReadBlockCount(2, out _) is > 0 and var count)
            {
                for (; count > 0; count--)
                {
                    var id = cursor.ReadInt();
                    var length = cursor.ReadBytes().Length;
                    if (id == fieldId) return _encoded.Slice(cursor.Position - length, length);
                }
            }
            return null;
        }
    }

    public Dictionary<int, byte[]> ToDictionary()
    {
        var result = new Dictionary<int, byte[]>();
        var cursor = new AvroCursor(_encoded.Span);
        while (cursor.Left > 0 && cursor.ReadBlockCount(2, out _) is > 0 and var count)
            for (; count > 0; count--)
                result[cursor.ReadInt()] = cursor.ReadBytes().ToArray();
        return result;
    }
}
