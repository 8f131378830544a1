namespace Tarn.Server.QueryApi;

/// <summary>The row that a statement without rows answers.</summary>
sealed record SummaryRow(bool Ok, string Summary);
