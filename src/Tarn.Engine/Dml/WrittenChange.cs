using Tarn.Engine.Writes;
using Tarn.Iceberg.Commits;

namespace Tarn.Engine.Dml;

/// <summary>A row-level change whose files are written and not committed. Disposed, it removes those that no commit took.</summary>
/// <param name="Change">What is to be committed, its checks left out.</param>
/// <param name="Data">The data files.</param>
/// <param name="Deletes">The delete files.</param>
internal sealed record WrittenChange(SnapshotChange Change, PendingWrite Data, PendingWrite Deletes) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Data.DisposeAsync().ConfigureAwait(false);
        await Deletes.DisposeAsync().ConfigureAwait(false);
    }
}
