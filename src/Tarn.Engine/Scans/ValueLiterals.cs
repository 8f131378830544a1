using System.Globalization;
using System.Text;
using Tarn.Engine.Native;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;
using TemporalText = Tarn.Engine.Results.TemporalText;

namespace Tarn.Engine.Scans;

/// <summary>Values in the table format's memory form as SQL of the executor.</summary>
public static class ValueLiterals
{
    /// <summary>A literal of exactly the column's type. Fields that a struct lacks have their own initial default. Spec: "Default values".</summary>
    public static string Typed(IcebergType type, object? value) => $"{Untyped(type, value)}::{ExecutorTypes.Sql(type)}";

    static string Untyped(IcebergType type, object? value) => value switch
    {
        null => "NULL",
        StructValue v => $"{{{string.Join(", ", ((StructType)type).Fields.Select(f => $"{Identifiers.Literal(f.Name)}: {Typed(f.Type, Of(v, f))}"))}}}",
        ListValue v => $"[{string.Join(", ", v.Elements.Select(e => Typed(((ListType)type).Element.Type, e)))}]",
        MapValue v => $"MAP {{{string.Join(", ", v.Keys.Zip(v.Values, (key, item) => $"{Typed(((MapType)type).Key.Type, key)}: {Typed(((MapType)type).Value.Type, item)}"))}}}",
        _ => Identifiers.Literal(Text(type, value)),
    };

    static object? Of(StructValue value, NestedField field)
    {
        foreach (var (id, given) in value.Fields)
            if (id == field.Id) return given;
        return field.InitialDefault;
    }

    /// <summary>The text that the executor casts to the column's type, which is not nested: what <c>default_value</c> takes.</summary>
    public static string Text(IcebergType type, object value)
    {
        Span<byte> utf8 = stackalloc byte[TemporalText.MaxLength];
        return value switch
        {
            bool v => v ? "true" : "false",
            int v when type.Kind is TypeKind.Date => Ascii(utf8[..TemporalText.Date(v, utf8)]),
            int v => v.ToString(CultureInfo.InvariantCulture),
            long v when type.Kind is TypeKind.Time => Ascii(utf8[..TemporalText.Time(v, utf8)]),
            long v when type.Kind is TypeKind.Timestamp or TypeKind.Timestamptz =>
                Ascii(utf8[..TemporalText.Timestamp(v, type.Kind is TypeKind.Timestamptz, utf8)]),
            long v when type.Kind is TypeKind.TimestampNs or TypeKind.TimestamptzNs => Ascii(utf8[..TemporalText.TimestampNanos(v, utf8)]),
            long v => v.ToString(CultureInfo.InvariantCulture),
            float v => Floating(v.ToString("R", CultureInfo.InvariantCulture)),
            double v => Floating(v.ToString("R", CultureInfo.InvariantCulture)),
            IcebergDecimal v => v.ToString(),
            string v => v,
            Guid v => v.ToString(),
            byte[] v => Blob(v),
            _ => throw new EngineException(EngineErrorKind.NotSupported, $"A default value of type {type} cannot be read yet."),
        };
    }

    static string Ascii(ReadOnlySpan<byte> text) => Encoding.ASCII.GetString(text);

    static string Floating(string text) => text switch { "Infinity" => "inf", "-Infinity" => "-inf", "NaN" => "nan", _ => text };

    /// <summary>BLOB's text form: every byte as <c>\x</c> and two digits.</summary>
    static string Blob(byte[] value) => string.Concat(value.Select(b => $"\\x{b:X2}"));
}
