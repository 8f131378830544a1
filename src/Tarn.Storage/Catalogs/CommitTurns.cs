using Tarn.Iceberg.Catalogs;

namespace Tarn.Storage.Catalogs;

/// <summary>Lets one commit at a time of this process work on a table.</summary>
/// <remarks>
/// Correctness is the pointer's compare-and-swap, across processes too. Taking turns saves what the losers of it would have done in vain: each would write and
/// sync a metadata file, to be deleted again.
/// </remarks>
sealed class CommitTurns
{
    readonly Lock gate = new();
    readonly Dictionary<TableIdentifier, Turn> turns = [];

    sealed class Turn
    {
        public SemaphoreSlim Room { get; } = new(1);

        public int Users { get; set; }
    }

    /// <summary>Waits until all the tables are free; always in the same order, so that two commits cannot wait for each other.</summary>
    public async Task<IDisposable> TakeAsync(IEnumerable<TableIdentifier> tables, CancellationToken cancellationToken)
    {
        var taken = new Taken(this);
        try
        {
            foreach (var table in tables.OrderBy(CatalogNames.Key, StringComparer.Ordinal)) await taken.AddAsync(table, cancellationToken).ConfigureAwait(false);
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    Turn Enter(TableIdentifier table)
    {
        lock (gate)
        {
            if (!turns.TryGetValue(table, out var turn)) turns.Add(table, turn = new Turn());
            turn.Users++;
            return turn;
        }
    }

    void Leave(TableIdentifier table, Turn turn)
    {
        lock (gate)
        {
            if (--turn.Users > 0) return;
            _ = turns.Remove(table);
            turn.Room.Dispose();
        }
    }

    sealed class Taken(CommitTurns owner) : IDisposable
    {
        readonly List<(TableIdentifier Table, Turn Turn)> held = [];

        public async Task AddAsync(TableIdentifier table, CancellationToken cancellationToken)
        {
            var turn = owner.Enter(table);
            try
            {
                await turn.Room.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                owner.Leave(table, turn);
                throw;
            }
            held.Add((table, turn));
        }

        public void Dispose()
        {
            foreach (var (table, turn) in held)
            {
                _ = turn.Room.Release();
                owner.Leave(table, turn);
            }
            held.Clear();
        }
    }
}
