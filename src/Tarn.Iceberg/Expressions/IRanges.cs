using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Expressions;

/// <summary>What is known of the values of fields. Implemented by structs, as planning asks millions of times.</summary>
internal interface IRanges
{
    ValueRange Of(NestedField field);
}
