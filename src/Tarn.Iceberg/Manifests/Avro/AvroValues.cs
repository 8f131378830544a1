using System.Collections.Immutable;
using System.Numerics;
using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Manifests.Avro;

/// <summary>Decodes any value by its writer's schema into Iceberg's in-memory form; records become <see cref="StructValue"/>s by field id.</summary>
internal static class AvroValues
{
    public static object? Read(ref AvroCursor cursor, AvroSchema schema) => schema.Kind switch
    {
        AvroKind.Null => null,
        AvroKind.Boolean => cursor.ReadBoolean(),
        // Without the cast a ternary would widen every int to a long.
        AvroKind.Int => schema.LogicalType == "time-millis" ? cursor.ReadInt() * 1000L : (object)cursor.ReadInt(),
        AvroKind.Long => schema.LogicalType == "timestamp-millis" ? checked(cursor.ReadLong() * 1000) : cursor.ReadLong(),
        AvroKind.Float => cursor.ReadFloat(),
        AvroKind.Double => cursor.ReadDouble(),
        AvroKind.String => ReadText(ref cursor, schema),
        AvroKind.Bytes => ReadBytes(cursor.ReadBytes(), schema),
        AvroKind.Fixed => ReadBytes(cursor.ReadFixed(schema), schema),
        AvroKind.Enum => ReadSymbol(ref cursor, schema),
        AvroKind.Union => Read(ref cursor, cursor.ReadBranch(schema)),
        AvroKind.Record => ReadRecord(ref cursor, schema, wanted: null),
        AvroKind.Map => ReadMap(ref cursor, schema),
        _ => schema.IsMapAsArray ? ReadMapAsArray(ref cursor, schema) : ReadList(ref cursor, schema),
    };

    /// <summary>Reads a record; with <paramref name="wanted"/> only the fields of those ids, the others are skipped.</summary>
    public static StructValue ReadRecord(ref AvroCursor cursor, AvroSchema schema, IReadOnlySet<int>? wanted)
    {
        var fields = ImmutableArray.CreateBuilder<KeyValuePair<int, object?>>(schema.Fields.Length);
        for (var i = 0; i < schema.Fields.Length; i++)
        {
            var field = schema.Fields[i];
            // Fields without ids (metadata and value of a variant) are known by their order.
            var id = field.FieldId ?? -1 - i;
            if (wanted is null || wanted.Contains(id)) fields.Add(new(id, Read(ref cursor, field.Schema)));
            else cursor.Skip(field.Schema);
        }
        return new StructValue(fields.DrainToImmutable());
    }

    static object ReadText(ref AvroCursor cursor, AvroSchema schema)
    {
        var text = StrictText.Of(cursor.ReadBytes(), "Avro");
        return schema.LogicalType == "uuid" && Guid.TryParse(text, out var uuid) ? uuid : text;
    }

    static object ReadBytes(ReadOnlySpan<byte> bytes, AvroSchema schema) => schema.LogicalType switch
    {
        "decimal" => new IcebergDecimal(new BigInteger(bytes, isUnsigned: false, isBigEndian: true), schema.Scale),
        "uuid" when bytes.Length == 16 => new Guid(bytes, bigEndian: true),
        _ => bytes.ToArray(),
    };

    static string ReadSymbol(ref AvroCursor cursor, AvroSchema schema)
    {
        var index = cursor.ReadInt();
        return (uint)index < (uint)schema.Symbols.Length ? schema.Symbols[index] : throw CorruptData.In("Avro", $"an enum has no symbol {index}");
    }

    static ListValue ReadList(ref AvroCursor cursor, AvroSchema schema)
    {
        var elements = ImmutableArray.CreateBuilder<object?>();
        while (cursor.ReadBlockCount(schema.Element!.MinimumBytes, out _) is > 0 and var count)
            for (; count > 0; count--)
                elements.Add(Read(ref cursor, schema.Element));
        return new ListValue(elements.DrainToImmutable());
    }

    static MapValue ReadMapAsArray(ref AvroCursor cursor, AvroSchema schema)
    {
        var (keys, values) = (ImmutableArray.CreateBuilder<object?>(), ImmutableArray.CreateBuilder<object?>());
        var pair = schema.Element!.Fields;
        while (cursor.ReadBlockCount(schema.Element.MinimumBytes, out _) is > 0 and var count)
        {
            for (; count > 0; count--)
            {
                keys.Add(Read(ref cursor, pair[0].Schema));
                values.Add(Read(ref cursor, pair[1].Schema));
            }
        }
        return new MapValue(keys.DrainToImmutable(), values.DrainToImmutable());
    }

    static MapValue ReadMap(ref AvroCursor cursor, AvroSchema schema)
    {
        var (keys, values) = (ImmutableArray.CreateBuilder<object?>(), ImmutableArray.CreateBuilder<object?>());
        while (cursor.ReadBlockCount(schema.Element!.MinimumBytes + 1, out _) is > 0 and var count)
        {
            for (; count > 0; count--)
            {
                keys.Add(StrictText.Of(cursor.ReadBytes(), "Avro"));
                values.Add(Read(ref cursor, schema.Element));
            }
        }
        return new MapValue(keys.DrainToImmutable(), values.DrainToImmutable());
    }
}
