using Tarn.Iceberg.Metadata;

namespace Tarn.Server.Catalog;

/// <summary>What a number of rows is, as answers say it.</summary>
static class BoundWord
{
    /// <summary><c>atLeast</c> or <c>atMost</c>; null where the number is exact, and where there is none.</summary>
    public static string? Of(RowTotal? total) => total?.Bound switch
    {
        RowBound.AtLeast => "atLeast",
        RowBound.AtMost => "atMost",
        _ => null,
    };
}
