using System.Text;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's bytes.</summary>
public sealed class PyBytes(byte[] data) : PyObject
{
    public ReadOnlySpan<byte> Data => data;

    public override string TypeName => "bytes";

    public override int? Length => data.Length;

    public byte[] ToArray() => [.. data];

    public override object? GetItem(object? key) => key is PySlice slice
        ? new PyBytes(slice.Indices(data.Length).Select(i => data[i]).ToArray())
        : PySequence.Item(data.Select(b => (object?)(long)b).ToList(), key, "byte", s => new PyList(s));

    public override bool TryGetItem(object? key, out object? value)
    {
        value = null;
        if (key is not PySlice && (!PyNumber.TryIndex(key, out var index) || index >= data.Length || index < -data.Length))
        {
            return false;
        }

        value = GetItem(key);
        return true;
    }

    public override object? GetAttribute(string name) => name switch
    {
        "decode" => new NativeFunction("decode", Decode, 0, 2),
        "hex" => new NativeFunction("hex", _ => Convert.ToHexStringLower(data), 0),
        _ => Missing.Value,
    };

    public override IEnumerable<object?> Iterate() => data.Select(b => (object?)(long)b);

    public override bool EqualTo(object? other) => other is PyBytes bytes && data.AsSpan().SequenceEqual(bytes.Data);

    public override int PythonHash()
    {
        var hash = default(HashCode);
        hash.AddBytes(data);
        return hash.ToHashCode();
    }

    public override int? CompareTo(object? other) => other is PyBytes bytes ? data.AsSpan().SequenceCompareTo(bytes.Data) : null;

    public override object? Operate(string op, object? right) => op == "+" && right is PyBytes bytes
        ? new PyBytes([.. data, .. bytes.ToArray()])
        : Missing.Value;

    public override string Repr()
    {
        var quote = data.Contains((byte)'\'') && !data.Contains((byte)'"') ? '"' : '\'';
        var text = new StringBuilder("b").Append(quote);
        foreach (var value in data)
        {
            text.Append(value switch
            {
                (byte)'\\' => "\\\\",
                (byte)'\t' => "\\t",
                (byte)'\n' => "\\n",
                (byte)'\r' => "\\r",
                >= 32 and < 127 when value == quote => "\\" + (char)value,
                >= 32 and < 127 => ((char)value).ToString(),
                _ => $"\\x{value:x2}",
            });
        }

        return text.Append(quote).ToString();
    }

    private string Decode(object?[] arguments)
    {
        var name = (arguments.Length > 0 ? PyText.Str(arguments[0]) : "utf-8").Replace('_', '-').ToLowerInvariant();
        return name is "latin-1" or "iso-8859-1" ? Encoding.Latin1.GetString(data) : Encoding.UTF8.GetString(data);
    }
}
