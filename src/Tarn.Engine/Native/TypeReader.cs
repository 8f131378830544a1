using System.Collections.Immutable;
using Tarn.Engine.Native.Handles;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>Types between their native and their managed form.</summary>
static unsafe class TypeReader
{
    public static LogicalType Read(LogicalTypeHandle handle)
    {
        using (handle)
            return Parts(handle).Named(NativeText.Owned(LogicalTypes.Alias(handle)));
    }

    /// <summary>A new native type that the caller disposes.</summary>
    public static LogicalTypeHandle Create(LogicalType type) => type.Id switch
    {
        TypeId.Decimal => LogicalTypes.CreateDecimal(type.Width, type.Scale),
        TypeId.List => WithChild(type, LogicalTypes.CreateList),
        TypeId.Array => WithChild(type, child => LogicalTypes.CreateArray(child, (ulong)type.ArraySize)),
        TypeId.Map => CreateMap(type),
        TypeId.Struct => CreateFields(type, isUnion: false),
        TypeId.Union => CreateFields(type, isUnion: true),
        TypeId.Enum => CreateEnum(type),
        _ => LogicalTypes.Create(type.Id),
    };

    static LogicalType Parts(LogicalTypeHandle handle) => LogicalTypes.Id(handle) switch
    {
        TypeId.Decimal => LogicalType.Decimal(LogicalTypes.DecimalWidth(handle), LogicalTypes.DecimalScale(handle)),
        TypeId.List => LogicalType.List(Read(LogicalTypes.ListChild(handle))),
        TypeId.Array => LogicalType.Array(Read(LogicalTypes.ArrayChild(handle)), (int)LogicalTypes.ArraySize(handle)),
        TypeId.Map => LogicalType.Map(Read(LogicalTypes.MapKey(handle)), Read(LogicalTypes.MapValue(handle))),
        TypeId.Struct => LogicalType.Struct(Fields(handle, LogicalTypes.StructChildCount(handle), LogicalTypes.StructChildName, LogicalTypes.StructChild)),
        TypeId.Union => LogicalType.Union(Fields(handle, LogicalTypes.UnionMemberCount(handle), LogicalTypes.UnionMemberName, LogicalTypes.UnionMember)),
        TypeId.Enum => LogicalType.Enum(EnumValues(handle)),
        TypeId.Variant => LogicalType.Variant,
        var id => LogicalType.Of(id),
    };

    static ImmutableArray<TypeField> Fields(
        LogicalTypeHandle handle, ulong count, Func<LogicalTypeHandle, ulong, nint> name, Func<LogicalTypeHandle, ulong, LogicalTypeHandle> type)
    {
        var fields = ImmutableArray.CreateBuilder<TypeField>((int)count);
        for (ulong i = 0; i < count; i++) fields.Add(new TypeField(NativeText.Owned(name(handle, i)), Read(type(handle, i))));
        return fields.MoveToImmutable();
    }

    static ImmutableArray<string> EnumValues(LogicalTypeHandle handle)
    {
        var count = LogicalTypes.EnumSize(handle);
        var values = ImmutableArray.CreateBuilder<string>((int)count);
        for (ulong i = 0; i < count; i++) values.Add(NativeText.Owned(LogicalTypes.EnumValue(handle, i)));
        return values.MoveToImmutable();
    }

    static LogicalTypeHandle WithChild(LogicalType type, Func<LogicalTypeHandle, LogicalTypeHandle> create)
    {
        using var child = Create(type.Fields[0].Type);
        return create(child);
    }

    static LogicalTypeHandle CreateMap(LogicalType type)
    {
        using var key = Create(type.Fields[0].Type);
        using var value = Create(type.Fields[1].Type);
        return LogicalTypes.CreateMap(key, value);
    }

    static LogicalTypeHandle CreateFields(LogicalType type, bool isUnion)
    {
        var handles = type.Fields.Select(f => Create(f.Type)).ToArray();
        try
        {
            using var names = new NativeTextArray([.. type.Fields.Select(f => f.Name)]);
            var types = handles.Select(h => h.Pointer).ToArray();
            fixed (nint* typePointer = types, namePointer = names.Pointers)
                return isUnion
                    ? LogicalTypes.CreateUnion(typePointer, namePointer, (ulong)types.Length)
                    : LogicalTypes.CreateStruct(typePointer, namePointer, (ulong)types.Length);
        }
        finally
        {
            foreach (var handle in handles) handle.Dispose();
        }
    }

    static LogicalTypeHandle CreateEnum(LogicalType type)
    {
        using var names = new NativeTextArray(type.EnumValues);
        fixed (nint* pointer = names.Pointers) return LogicalTypes.CreateEnum(pointer, (ulong)type.EnumValues.Length);
    }
}
