using Tarn.Iceberg.Storage;

namespace Tarn.Testing.Faults;

/// <summary>An object store whose calls a <see cref="FaultPlan"/> spoils.</summary>
public sealed class FaultingObjectStore(IObjectStore inner, FaultPlan plan) : IObjectStore
{
    public Task<ObjectInfo?> StatAsync(string location, CancellationToken cancellationToken) =>
        plan.RunAsync($"stat {location}", () => inner.StatAsync(location, cancellationToken));

    public Task<ReadOnlyMemory<byte>> ReadAsync(string location, CancellationToken cancellationToken) =>
        plan.RunAsync($"read {location}", () => inner.ReadAsync(location, cancellationToken));

    public Task<ReadOnlyMemory<byte>> ReadRangeAsync(string location, long offset, int length, CancellationToken cancellationToken) =>
        plan.RunAsync($"read {location}", () => inner.ReadRangeAsync(location, offset, length, cancellationToken));

    public Task WriteAsync(string location, ReadOnlyMemory<byte> content, WriteMode mode, CancellationToken cancellationToken) =>
        plan.RunAsync($"write {location}", () => inner.WriteAsync(location, content, mode, cancellationToken));

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    public Task DeleteAsync(string location, CancellationToken cancellationToken) =>
        plan.RunAsync($"delete {location}", () => inner.DeleteAsync(location, cancellationToken));

    public Task<string> MaterializeAsync(string location, long? length, CancellationToken cancellationToken) =>
        plan.RunAsync($"materialize {location}", () => inner.MaterializeAsync(location, length, cancellationToken));

    public Task ImportAsync(string localPath, string location, CancellationToken cancellationToken) =>
        plan.RunAsync($"import {location}", () => inner.ImportAsync(localPath, location, cancellationToken));

    public string? LocalPathFor(string location) => inner.LocalPathFor(location);
}
