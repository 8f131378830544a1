namespace Tarn.Engine.Writes;

/// <summary>What <see cref="FileInspection"/> reads of a column: bounds are without NaNs, null where there is no other value.</summary>
readonly record struct InspectedColumn(long Nans, string? Min, string? Max);
