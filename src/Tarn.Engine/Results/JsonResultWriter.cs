using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tarn.Engine.Results;

/// <summary>Rows as JSON objects: one array, or one object a line (ndjson). The rules of values are <see cref="JsonValueWriter"/>'s. The stream stays open.</summary>
/// <remarks>A column name that comes again gets a number (<c>x</c>, <c>x_1</c>), as most readers keep only the last of equal keys.</remarks>
public sealed class JsonResultWriter : IResultWriter
{
    const int FlushBytes = 64 * 1024;

    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    readonly Stream _stream;
    readonly bool _asLines;
    readonly ArrayBufferWriter<byte> _buffer = new(FlushBytes * 2);
    readonly Utf8JsonWriter _json;
    readonly ImmutableArray<JsonEncodedText> _names;
    bool _hasRows;

    public JsonResultWriter(Stream stream, ResultSchema schema, bool asLines)
    {
        ArgumentNullException.ThrowIfNull(schema);
        (_stream, _asLines) = (stream, asLines);
        _names = [.. DistinctNames(schema).Select(n => JsonEncodedText.Encode(n, Options.Encoder))];
        _json = new Utf8JsonWriter(_buffer, Options);
        if (!asLines) Raw("["u8);
    }

    public async ValueTask WriteAsync(ResultBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (var row = 0; row < batch.RowCount; row++)
        {
            WriteRow(batch, row);
            if (_buffer.WrittenCount > FlushBytes) await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (!_asLines) Raw(_hasRows ? "\n]\n"u8 : "]\n"u8);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    /// <summary>The names that the objects' keys get.</summary>
    public static ImmutableArray<string> DistinctNames(ResultSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var taken = new HashSet<string>(schema.Columns.Select(c => c.Name), StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var names = ImmutableArray.CreateBuilder<string>(schema.Columns.Length);
        foreach (var column in schema.Columns)
        {
            var name = column.Name;
            for (var n = 1; !used.Add(name); n++)
                if (taken.Add($"{column.Name}_{n}")) name = $"{column.Name}_{n}";
            names.Add(name);
        }
        return names.MoveToImmutable();
    }

    void WriteRow(ResultBatch batch, int row)
    {
        if (!_asLines) Raw(_hasRows ? ",\n"u8 : "\n"u8);
        _hasRows = true;
        _json.WriteStartObject();
        for (var column = 0; column < _names.Length; column++)
        {
            _json.WritePropertyName(_names[column]);
            JsonValueWriter.Write(_json, batch.Column(column), row);
        }
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        if (_asLines) Raw("\n"u8);
    }

    void Raw(ReadOnlySpan<byte> text) => _buffer.Write(text);

    async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
    }
}
