namespace Tarn.Iceberg.Storage;

/// <summary>An object in a store.</summary>
/// <param name="Location">As a URI that the store's other calls accept.</param>
/// <param name="Length">In bytes.</param>
/// <param name="LastModified">As the store's clock has it.</param>
public sealed record ObjectInfo(string Location, long Length, DateTimeOffset LastModified);
