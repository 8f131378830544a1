using Tarn.Engine.Native;

namespace Tarn.Engine.Writes;

/// <summary>The function that makes of a VARIANT the bytes that files hold.</summary>
/// <remarks>
/// The executor has one too, but it writes texts of exactly 64 bytes as empty ones, lists the fields of objects as they were given, repeats their names for each object, and knows no instants in nanoseconds.
/// </remarks>
static class VariantEncoding
{
    public const string Function = "__tarn_variant_bytes";

    static readonly LogicalType Group = LogicalType.Struct(new TypeField("metadata", LogicalType.Of(TypeId.Blob)), new TypeField("value", LogicalType.Of(TypeId.Blob)));

    public static void Install(Instance instance) => instance.Register(new ScalarFunction(Function, [LogicalType.Variant], Group, Encode) { SeesNulls = true });

    static void Encode(FunctionArguments arguments, FunctionOutput output)
    {
        var variants = arguments.Vector(0);
        var (metadata, value) = (output.Writer.Part(0), output.Writer.Part(1));
        var encoder = new VariantEncoder();
        for (var i = 0; i < arguments.RowCount; i++)
        {
            if (variants.IsNull(i))
            {
                output.Writer.SetNull(i);
                continue;
            }
            encoder.Encode(variants, i);
            metadata.SetBytes(i, encoder.Metadata);
            value.SetBytes(i, encoder.Value);
        }
    }
}
