namespace Tarn.Iceberg.Orc;

/// <summary>The streams of a column that rows are read from. ORC specification v1, "Stripe Footer"; indexes and filters have other numbers.</summary>
internal enum OrcStreamKind
{
    Present,
    Data,
    Length,
    DictionaryData,
    DictionaryCount,
    Secondary,
}
