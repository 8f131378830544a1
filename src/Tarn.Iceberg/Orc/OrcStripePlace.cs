namespace Tarn.Iceberg.Orc;

/// <summary>Where a stripe is in its file, in bytes. ORC specification v1, "Stripe Information".</summary>
internal readonly record struct OrcStripePlace(long Offset, long IndexBytes, long DataBytes, long FooterBytes, long RowCount);
