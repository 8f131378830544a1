using System.Collections.Immutable;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Schemas;

/// <summary>New types that differ from old ones in one field, wherever it is nested. What does not change is shared.</summary>
internal static class FieldTree
{
    /// <summary>The struct with one field changed, or without it where <paramref name="edit"/> gives null.</summary>
    public static StructType Edit(StructType type, int id, Func<NestedField, NestedField?> edit)
    {
        var fields = ImmutableArray.CreateBuilder<NestedField>(type.Fields.Length);
        foreach (var field in type.Fields)
            if (field.Id != id) fields.Add(field.Type.IsNested ? field with { Type = EditInside(field.Type, id, edit) } : field);
            else if (edit(field) is { } changed) fields.Add(changed);
        return new StructType(fields.DrainToImmutable());
    }

    /// <summary>The struct with other fields in one of the structs inside; <paramref name="owner"/> null means itself.</summary>
    public static StructType EditFields(StructType type, int? owner, Func<ImmutableArray<NestedField>, ImmutableArray<NestedField>> edit) =>
        owner is not { } id
            ? new StructType(edit(type.Fields))
            : Edit(type, id, field => field with { Type = new StructType(edit(((StructType)field.Type).Fields)) });

    static IcebergType EditInside(IcebergType type, int id, Func<NestedField, NestedField?> edit)
    {
        switch (type)
        {
            case StructType fields:
                return Edit(fields, id, edit);
            case ListType list:
                return new ListType(Kept(list.Element, id, edit));
            case MapType map:
                return new MapType(Kept(map.Key, id, edit), Kept(map.Value, id, edit));
            default:
                return type;
        }
    }

    static NestedField Kept(NestedField field, int id, Func<NestedField, NestedField?> edit) => field.Id == id
        ? edit(field) ?? throw IcebergException.Invalid($"Cannot delete the {field.Name} of a list or map: delete the column that holds it")
        : field.Type.IsNested ? field with { Type = EditInside(field.Type, id, edit) } : field;
}
