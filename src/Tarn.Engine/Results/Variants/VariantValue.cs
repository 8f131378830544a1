using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Tarn.Engine.Results.Variants;

/// <summary>A value of a VARIANT column with the type that it was stored with.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">
/// Null for null; a .NET value as <see cref="ColumnValue.Read"/> gives it for that type; for an array an <c>ImmutableArray&lt;VariantValue&gt;</c>; for an object an
/// <c>ImmutableArray&lt;KeyValuePair&lt;string, VariantValue&gt;&gt;</c> in the order of the names.
/// </param>
public sealed record VariantValue(VariantKind Kind, object? Value)
{
    public static VariantValue Null { get; } = new(VariantKind.Null, null);

    public ImmutableArray<VariantValue> Elements => (ImmutableArray<VariantValue>)Value!;

    public ImmutableArray<KeyValuePair<string, VariantValue>> Members => (ImmutableArray<KeyValuePair<string, VariantValue>>)Value!;

    /// <summary>The value as JSON: types that JSON lacks are strings.</summary>
    public override string ToString()
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) VariantJson.Write(json, this);
        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }
}
