using System.Buffers;
using System.Buffers.Binary;

namespace Tarn.Iceberg.Parquet.Thrift;

/// <summary>Writes structs of Thrift's compact protocol, as <see cref="ThriftReader"/> reads them.</summary>
static class ThriftWriter
{
    public static void Write(IBufferWriter<byte> output, ThriftStruct value)
    {
        var last = 0;
        foreach (var field in value.Fields)
        {
            var delta = field.Id - last;
            if (delta is > 0 and <= 15)
            {
                Byte(output, (byte)(delta << 4 | (byte)field.Kind));
            }
            else
            {
                Byte(output, (byte)field.Kind);
                Integer(output, field.Id);
            }
            last = field.Id;
            if (field.Kind is not (ThriftKind.True or ThriftKind.False)) Value(output, field.Kind, field.Value);
        }
        Byte(output, 0);
    }

    static void Value(IBufferWriter<byte> output, ThriftKind kind, object value)
    {
        switch (value)
        {
            case bool v: Byte(output, v ? (byte)1 : (byte)2); break;
            case long v when kind is ThriftKind.Byte: Byte(output, (byte)v); break;
            case long v: Integer(output, v); break;
            case double v:
                BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(8), v);
                output.Advance(8);
                break;
            case byte[] v:
                Unsigned(output, (ulong)v.Length);
                output.Write(v);
                break;
            case ThriftStruct v: Write(output, v); break;
            case ThriftList v:
                if (v.Items.Count < 15)
                {
                    Byte(output, (byte)(v.Items.Count << 4 | (byte)v.ElementKind));
                }
                else
                {
                    Byte(output, (byte)(0xF0 | (byte)v.ElementKind));
                    Unsigned(output, (ulong)v.Items.Count);
                }
                foreach (var item in v.Items) Value(output, v.ElementKind, item);
                break;
            default: throw new System.Diagnostics.UnreachableException($"a {value.GetType().Name} in a Thrift struct");
        }
    }

    static void Integer(IBufferWriter<byte> output, long value) => Unsigned(output, (ulong)(value << 1 ^ value >> 63));

    static void Unsigned(IBufferWriter<byte> output, ulong value)
    {
        for (; value >= 0x80; value >>= 7) Byte(output, (byte)(value | 0x80));
        Byte(output, (byte)value);
    }

    static void Byte(IBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}
