using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Schemas;

/// <summary>Gives new ids to the fields of a schema: on create all of them, on replace those that the table did not have.</summary>
/// <remarks>A struct's fields get their ids before the fields inside them, as the reference assigns them.</remarks>
public sealed class FieldIds
{
    readonly Schema? _known;

    FieldIds(Schema? known, int lastAssigned) => (_known, LastAssigned) = (known, lastAssigned);

    /// <summary>The greatest id given so far: the table's <c>last-column-id</c> afterwards.</summary>
    public int LastAssigned { get; private set; }

    /// <summary>Every field gets a new id, counting up from <paramref name="lastAssigned"/> + 1.</summary>
    public static Schema AssignFresh(Schema schema, out int lastColumnId, int lastAssigned = 0)
    {
        var ids = new FieldIds(known: null, lastAssigned);
        var result = ids.Reassign(schema);
        lastColumnId = ids.LastAssigned;
        return result;
    }

    /// <summary>Fields that <paramref name="known"/> has under the same path keep its ids, the others get new ones.</summary>
    public static Schema AssignFrom(Schema schema, Schema known, ref int lastColumnId)
    {
        var ids = new FieldIds(known, lastColumnId);
        var result = ids.Reassign(schema);
        lastColumnId = ids.LastAssigned;
        return result;
    }

    Schema Reassign(Schema schema)
    {
        var columns = Struct(schema.AsStruct, "");
        var renamed = new Schema(schema.SchemaId, columns);
        var identifiers = schema.IdentifierFieldIds.Select(id => renamed.FindField(schema.FindName(id)!)!.Id);
        return new Schema(schema.SchemaId, columns, identifiers) { Unknown = schema.Unknown };
    }

    StructType Struct(StructType type, string path)
    {
        var ids = type.Fields.Select(field => Next(path + field.Name)).ToArray();
        return new StructType([.. type.Fields.Select((field, i) => field with { Id = ids[i], Type = Inside(field.Type, path + field.Name + ".") })]);
    }

    IcebergType Inside(IcebergType type, string path)
    {
        switch (type)
        {
            case StructType structType:
                return Struct(structType, path);
            case ListType list:
                var element = Next(path + "element");
                return new ListType(list.Element with { Id = element, Type = Inside(list.Element.Type, path + "element.") });
            case MapType map:
                int key = Next(path + "key"), value = Next(path + "value");
                return new MapType(
                    map.Key with { Id = key, Type = Inside(map.Key.Type, path + "key.") },
                    map.Value with { Id = value, Type = Inside(map.Value.Type, path + "value.") });
            default:
                return type;
        }
    }

    int Next(string path) => _known?.FindField(path)?.Id ?? ++LastAssigned;
}
