using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tarn.Engine.Native;

namespace Tarn.Engine.Results;

/// <summary>Rows as CSV after RFC 4180: a header, CRLF, quotes doubled. Null is nothing between the commas, the empty text is <c>""</c>; nested values are JSON. The stream stays open.</summary>
public sealed class CsvResultWriter : IResultWriter
{
    const int FlushBytes = 64 * 1024;

    static readonly SearchValues<byte> NeedQuotes = SearchValues.Create(",\"\r\n"u8);
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    readonly Stream _stream;
    readonly ArrayBufferWriter<byte> _buffer = new(FlushBytes * 2);
    readonly ArrayBufferWriter<byte> _nested = new();
    readonly Utf8JsonWriter _json;
    readonly int _columns;

    public CsvResultWriter(Stream stream, ResultSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _stream = stream;
        _json = new Utf8JsonWriter(_nested, Options);
        _columns = schema.Columns.Length;
        for (var i = 0; i < _columns; i++)
        {
            if (i > 0) _buffer.Write(","u8);
            WriteText(Encoding.UTF8.GetBytes(schema.Columns[i].Name));
        }
        _buffer.Write("\r\n"u8);
    }

    public async ValueTask WriteAsync(ResultBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (var row = 0; row < batch.RowCount; row++)
        {
            for (var column = 0; column < _columns; column++)
            {
                if (column > 0) _buffer.Write(","u8);
                WriteValue(batch.Column(column), row);
            }
            _buffer.Write("\r\n"u8);
            if (_buffer.WrittenCount > FlushBytes) await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    void WriteValue(ColumnVector column, int row)
    {
        if (column.IsNull(row)) return;
        switch (column.Type.Id)
        {
            case TypeId.Varchar: WriteText(column.Bytes(row)); break;
            case TypeId.Enum: WriteText(Encoding.UTF8.GetBytes(ColumnValue.EnumText(column, row))); break;
            case TypeId.Bit: WriteText(Encoding.UTF8.GetBytes(ColumnValue.BitText(column.Bytes(row)))); break;
            case TypeId.Blob or TypeId.Geometry: WriteText(Encoding.UTF8.GetBytes(Convert.ToHexStringLower(column.Bytes(row)))); break;
            case TypeId.BigNum: WriteText(Encoding.UTF8.GetBytes(BigNumText.Of(column.Bytes(row)))); break;
            case TypeId.Interval or TypeId.List or TypeId.Array or TypeId.Map or TypeId.Struct or TypeId.Union or TypeId.Variant: WriteNested(column, row); break;
            default:
                var target = _buffer.GetSpan(ScalarText.MaxLength);
                _buffer.Advance(ScalarText.Write(column, row, target));
                break;
        }
    }

    void WriteNested(ColumnVector column, int row)
    {
        JsonValueWriter.Write(_json, column, row);
        _json.Flush();
        WriteText(_nested.WrittenSpan);
        _nested.ResetWrittenCount();
        _json.Reset();
    }

    void WriteText(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && !text.ContainsAny(NeedQuotes))
        {
            _buffer.Write(text);
            return;
        }
        _buffer.Write("\""u8);
        for (var quote = text.IndexOf((byte)'"'); quote >= 0; quote = text.IndexOf((byte)'"'))
        {
            _buffer.Write(text[..(quote + 1)]);
            _buffer.Write("\""u8);
            text = text[(quote + 1)..];
        }
        _buffer.Write(text);
        _buffer.Write("\""u8);
    }

    async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
    }
}
