using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Security.Identity;

namespace Tarn.Server.Health;

/// <summary>What a server over a lakehouse needs: the catalog's store answers, the warehouse takes a file, the engine computes.</summary>
static class LakehouseChecks
{
    public static IReadOnlyList<ReadinessCheck> Of(Lakehouse lakehouse) =>
    [
        new ReadinessCheck("catalog", cancellationToken => lakehouse.Catalog.ListNamespacesAsync(Namespace.Root, cancellationToken)),
        new ReadinessCheck("warehouse", cancellationToken => WriteAsync(lakehouse.Options.WarehouseFolder, cancellationToken)),
        new ReadinessCheck("engine", cancellationToken => ComputeAsync(lakehouse, cancellationToken)),
    ];

    static async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $".tarn-ready-{Environment.ProcessId}");
        await File.WriteAllBytesAsync(path, [1], cancellationToken);
        File.Delete(path);
    }

    static async Task ComputeAsync(Lakehouse lakehouse, CancellationToken cancellationToken)
    {
        await using var session = lakehouse.OpenSession(Principal.System);
        await using var result = await session.ExecuteAsync("SELECT 1", cancellationToken);
        await foreach (var batch in result.Batches.WithCancellation(cancellationToken))
            if (batch.RowCount == 1) return;
        throw new InvalidDataException("SELECT 1 gave no row.");
    }
}
