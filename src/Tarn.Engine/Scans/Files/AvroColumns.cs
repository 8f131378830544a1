using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Iceberg.Manifests.Avro;
using Tarn.Iceberg.Parquet;
using Tarn.Iceberg.Values;

namespace Tarn.Engine.Scans.Files;

/// <summary>The columns of an Avro data file for the executor: a type for each schema, and values in the form that <see cref="ColumnWriter"/> takes. Spec: Appendix A, "Avro".</summary>
static class AvroColumns
{
    /// <exception cref="EngineException">The file holds what no table has.</exception>
    public static CopiedRows RowsOf(AvroFile file)
    {
        if (file.Schema.Kind is not AvroKind.Record) throw new EngineException(EngineErrorKind.Corrupt, $"An Avro data file holds {file.Schema.Kind} values instead of records.");
        var fields = file.Schema.Fields.Select((field, i) => (Index: i, Field: field, Type: TypeOf(field.Schema))).Where(f => f.Type is not null).ToImmutableArray();
        return new CopiedRows(
            [.. fields.Select(f => new CopiedColumn(f.Field.Name, f.Type!, name => FieldIds(name, f.Field.FieldId, f.Field.Schema)))],
            AvroRecords.Read(file).Select(record => fields.Select(f => Value(f.Field.Schema, record.Fields[f.Index].Value)).ToArray()));
    }

    /// <summary>The executor's type; null for a schema that has no value but null.</summary>
    static LogicalType? TypeOf(AvroSchema schema)
    {
        if (schema.Kind is AvroKind.Union && schema.Branches.All(b => b.Kind is AvroKind.Null)) return null;
        var type = schema.NotNull;
        return type.Kind switch
        {
            AvroKind.Null => null,
            AvroKind.Record => StructOf(type),
            AvroKind.Array when type.IsMapAsArray => LogicalType.Map(Part(type.Element!.Fields[0].Schema), Part(type.Element.Fields[1].Schema)),
            AvroKind.Array => LogicalType.List(Part(type.Element!)),
            AvroKind.Map => LogicalType.Map(LogicalType.Of(TypeId.Varchar), Part(type.Element!)),
            _ => ScalarOf(type),
        };
    }

    /// <summary>The ids of a field and all below it, in the form of COPY's option; null where some have none: then names count.</summary>
    static string? FieldIds(string name, int? id, AvroSchema schema)
    {
        if (id is not { } own) return null;
        var type = schema.NotNull;
        var children = type.Kind switch
        {
            AvroKind.Record => Named(type).Select(f => FieldIds(f.Name, f.Field.FieldId, f.Field.Schema)),
            AvroKind.Array when type.IsMapAsArray => Pair(type.Element!.Fields[0].FieldId, type.Element.Fields[0].Schema, type.Element.Fields[1].FieldId, type.Element.Fields[1].Schema),
            AvroKind.Array => [FieldIds("element", type.ElementId, type.Element!)],
            AvroKind.Map => [KeyId(type), FieldIds("value", type.ElementId, type.Element!)],
            _ => [],
        };
        return CopiedColumn.FieldIdsOf(name, own, [.. children]);
    }

    /// <summary>A decoded value as the executor's columns take it.</summary>
    static object? Value(AvroSchema schema, object? value)
    {
        if (value is null) return null;
        var type = schema.NotNull;
        return value switch
        {
            IcebergDecimal d => new DecimalValue((Int128)d.Unscaled, (byte)type.Precision, (byte)type.Scale),
            StructValue when !Named(type).Any() => new object?[] { null },
            StructValue s => type.Fields.Select((f, i) => (Field: f, Value: s.Fields[i].Value)).Where(p => TypeOf(p.Field.Schema) is not null)
                .Select(p => Value(p.Field.Schema, p.Value)).ToArray(),
            ListValue l => l.Elements.Select(e => Value(type.Element!, e)).ToArray(),
            MapValue m => m.Keys.Select((k, i) => KeyValuePair.Create(Value(KeySchema(type), k), Value(ValueSchema(type), m.Values[i]))).ToArray(),
            _ => value,
        };
    }

    /// <summary>The fields that have values, under names that the executor tells apart.</summary>
    static IEnumerable<(string Name, AvroField Field)> Named(AvroSchema record)
    {
        var fields = record.Fields.Where(f => TypeOf(f.Schema) is not null).ToList();
        return SiblingNames.Apart([.. fields.Select(f => f.Name)]).Zip(fields);
    }

    static LogicalType Part(AvroSchema schema) => TypeOf(schema) ?? LogicalType.Of(TypeId.Integer);

    static LogicalType StructOf(AvroSchema type)
    {
        if (type.LogicalType == "variant") throw new EngineException(EngineErrorKind.NotSupported, "Variant columns of Avro files cannot be read yet.");
        var fields = Named(type).Select(f => new TypeField(f.Name, TypeOf(f.Field.Schema)!)).ToImmutableArray();
        return LogicalType.Struct(fields.IsEmpty ? [new TypeField(NamesApart.NoField, LogicalType.Of(TypeId.Boolean))] : fields);
    }

    static LogicalType ScalarOf(AvroSchema type) => (type.Kind, type.LogicalType) switch
    {
        (AvroKind.Bytes or AvroKind.Fixed, "decimal") => type.Precision is >= 1 and <= DecimalValue.MaxWidth && type.Scale >= 0 && type.Scale <= type.Precision
            ? LogicalType.Decimal((byte)type.Precision, (byte)type.Scale)
            : throw new EngineException(EngineErrorKind.Corrupt, $"An Avro file has a decimal of {type.Precision} digits, {type.Scale} of them after the point."),
        (AvroKind.String or AvroKind.Fixed, "uuid") => LogicalType.Of(TypeId.Uuid),
        (AvroKind.Int, "date") => LogicalType.Of(TypeId.Date),
        (AvroKind.Int, "time-millis") or (AvroKind.Long, "time-micros") => LogicalType.Of(TypeId.Time),
        (AvroKind.Long, "timestamp-micros" or "timestamp-millis") => LogicalType.Of(type.AdjustToUtc ? TypeId.TimestampTz : TypeId.Timestamp),
        (AvroKind.Long, "local-timestamp-micros") => LogicalType.Of(TypeId.Timestamp),
        (AvroKind.Long, "timestamp-nanos" or "local-timestamp-nanos") => LogicalType.Of(TypeId.TimestampNs),
        (AvroKind.Boolean, _) => LogicalType.Of(TypeId.Boolean),
        (AvroKind.Int, _) => LogicalType.Of(TypeId.Integer),
        (AvroKind.Long, _) => LogicalType.Of(TypeId.BigInt),
        (AvroKind.Float, _) => LogicalType.Of(TypeId.Float),
        (AvroKind.Double, _) => LogicalType.Of(TypeId.Double),
        (AvroKind.Bytes or AvroKind.Fixed, _) => LogicalType.Of(TypeId.Blob),
        _ => LogicalType.Of(TypeId.Varchar),
    };

    static AvroSchema KeySchema(AvroSchema map) => map.IsMapAsArray ? map.Element!.Fields[0].Schema : AvroText;

    static AvroSchema ValueSchema(AvroSchema map) => map.IsMapAsArray ? map.Element!.Fields[1].Schema : map.Element!;

    static AvroSchema AvroText { get; } = AvroSchema.Parse("\"string\"");

    static string?[] Pair(int? keyId, AvroSchema key, int? valueId, AvroSchema value) => [FieldIds("key", keyId, key), FieldIds("value", valueId, value)];

    static string? KeyId(AvroSchema map) => map.KeyId is { } id ? $"'key': {id}" : null;
}
