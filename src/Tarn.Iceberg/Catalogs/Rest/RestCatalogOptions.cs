namespace Tarn.Iceberg.Catalogs.Rest;

/// <summary>Which REST catalog, and how to reach it.</summary>
/// <param name="Uri">What stands before <c>/v1</c>.</param>
public sealed record RestCatalogOptions(Uri Uri)
{
    /// <summary>Which of the server's warehouses; null where it has one.</summary>
    public string? Warehouse { get; init; }

    public RestCredential Credential { get; init; } = RestCredential.None;

    /// <summary>For one answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a request is sent that cannot do anything twice.</summary>
    public int MaxAttempts { get; init; } = 5;
}
