using System.Buffers.Binary;
using Tarn.Engine.Native;

namespace Tarn.Engine.Results.Arrow;

/// <summary>The messages of Arrow's IPC stream format (Message.fbs, version V5), each with its prefix and padding.</summary>
public static class ArrowMessage
{
    const short V5 = 4;
    const byte SchemaHeader = 1;
    const byte RecordBatchHeader = 3;
    const int PrefixBytes = 8;

    /// <summary>Ends a stream.</summary>
    public static ReadOnlyMemory<byte> EndOfStream { get; } = new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0 };

    /// <summary>The schema message that opens a stream.</summary>
    public static byte[] Schema(ResultSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var buffer = new FlatBufferBuilder();
        var fields = buffer.References([.. schema.Columns.Select(c => Field(buffer, c.Name, c.Type, nullable: true))]);
        buffer.StartTable(4);
        buffer.Reference(1, fields);
        buffer.Short(0, 0);
        return Message(buffer, SchemaHeader, buffer.EndTable(), 0);
    }

    /// <summary>The metadata of a record batch whose body of <paramref name="bodyLength"/> bytes follows it.</summary>
    internal static byte[] RecordBatch(long rows, IReadOnlyList<(long Length, long Nulls)> nodes, IReadOnlyList<(long Offset, long Length)> buffers, long bodyLength)
    {
        var buffer = new FlatBufferBuilder();
        var bufferVector = buffer.LongPairs(buffers);
        var nodeVector = buffer.LongPairs(nodes);
        buffer.StartTable(5);
        buffer.Long(0, rows);
        buffer.Reference(1, nodeVector);
        buffer.Reference(2, bufferVector);
        return Message(buffer, RecordBatchHeader, buffer.EndTable(), bodyLength);
    }

    static byte[] Message(FlatBufferBuilder buffer, byte headerType, int header, long bodyLength)
    {
        buffer.StartTable(5);
        buffer.Long(3, bodyLength);
        buffer.Reference(2, header);
        buffer.Short(0, V5);
        buffer.Byte(1, headerType);
        var metadata = buffer.Finish(buffer.EndTable());
        var padded = (metadata.Length + 7) & ~7;
        var message = new byte[PrefixBytes + padded];
        message.AsSpan(0, 4).Fill(0xFF);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(4), padded);
        metadata.CopyTo(message.AsSpan(PrefixBytes));
        return message;
    }

    static int Field(FlatBufferBuilder buffer, string name, LogicalType type, bool nullable)
    {
        var children = Children(buffer, type);
        var typeOffset = ArrowType.Write(buffer, type);
        var nameOffset = buffer.Text(name);
        var metadata = Metadata(buffer, ArrowType.Extension(type));
        buffer.StartTable(7);
        buffer.Reference(0, nameOffset);
        buffer.Reference(3, typeOffset);
        buffer.Reference(5, children);
        buffer.Reference(6, metadata);
        buffer.Byte(1, nullable ? (byte)1 : (byte)0);
        buffer.Byte(2, (byte)ArrowType.Of(type));
        return buffer.EndTable();
    }

    static int Children(FlatBufferBuilder buffer, LogicalType type) => type.Id switch
    {
        TypeId.List or TypeId.Array => buffer.References([Field(buffer, "item", type.Fields[0].Type, nullable: true)]),
        TypeId.Map => buffer.References([Entries(buffer, type)]),
        TypeId.Struct or TypeId.Union => buffer.References([.. type.Fields.Select(f => Field(buffer, f.Name, f.Type, nullable: true))]),
        // Readers in JavaScript expect the vector even where it is empty.
        _ => buffer.References([]),
    };

    /// <summary>A map's only child: entries of a key, which is never null, and a value.</summary>
    static int Entries(FlatBufferBuilder buffer, LogicalType type)
    {
        var children = buffer.References(
            [Field(buffer, "key", type.Fields[0].Type, nullable: false), Field(buffer, "value", type.Fields[1].Type, nullable: true)]);
        buffer.StartTable(1);
        var typeOffset = buffer.EndTable();
        var name = buffer.Text("entries");
        buffer.StartTable(7);
        buffer.Reference(0, name);
        buffer.Reference(3, typeOffset);
        buffer.Reference(5, children);
        buffer.Byte(1, 0);
        buffer.Byte(2, (byte)ArrowTypeId.Struct);
        return buffer.EndTable();
    }

    static int Metadata(FlatBufferBuilder buffer, string? extension) => extension is null
        ? 0
        : buffer.References([KeyValue(buffer, "ARROW:extension:name", extension), KeyValue(buffer, "ARROW:extension:metadata", "")]);

    static int KeyValue(FlatBufferBuilder buffer, string key, string value)
    {
        var (keyOffset, valueOffset) = (buffer.Text(key), buffer.Text(value));
        buffer.StartTable(2);
        buffer.Reference(0, keyOffset);
        buffer.Reference(1, valueOffset);
        return buffer.EndTable();
    }
}
