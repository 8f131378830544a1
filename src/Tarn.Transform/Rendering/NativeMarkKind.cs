namespace Tarn.Transform.Rendering;

/// <summary>What a value of a YAML file must become (filters <c>as_text</c>, <c>as_bool</c>, <c>as_native</c>, <c>as_number</c>).</summary>
internal enum NativeMarkKind
{
    Text,
    Bool,
    Native,
    Number,
}
