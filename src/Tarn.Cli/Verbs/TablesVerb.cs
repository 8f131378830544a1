using System.CommandLine;
using Tarn.Cli.Output;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn tables [NAMESPACE]</c>: tables and views with rows, bytes and last change, from metadata alone.</summary>
static class TablesVerb
{
    static readonly Argument<string?> Within = new("NAMESPACE") { Description = "Only this namespace and those below it.", Arity = ArgumentArity.ZeroOrOne };

    static readonly ResultSchema Schema = new(
        ("table", TypeId.Varchar), ("kind", TypeId.Varchar), ("rows", TypeId.BigInt), (RowBoundColumn.Name, TypeId.Varchar), ("files", TypeId.BigInt), ("bytes", TypeId.BigInt), ("changed", TypeId.TimestampTz), ("snapshot", TypeId.BigInt));

    public static Command Create() => Verb.Create("tables", "List tables and views.", RunAsync, Within);

    static async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        var prefix = context.Parsed.GetValue(Within);
        var rows = new List<IReadOnlyList<object?>>();
        await foreach (var ns in CatalogWalk.NamespacesAsync(project.Catalog, cancellationToken).ConfigureAwait(false))
        {
            if (prefix is not null && ns.ToString() != prefix && !ns.ToString().StartsWith(prefix + '.', StringComparison.Ordinal)) continue;
            foreach (var table in await project.Catalog.ListTablesAsync(ns, cancellationToken).ConfigureAwait(false))
                rows.Add(await RowAsync(project.Catalog, table, cancellationToken).ConfigureAwait(false));
            foreach (var view in await project.Catalog.ListViewsAsync(ns, cancellationToken).ConfigureAwait(false))
                rows.Add([view.ToString(), "view", null, null, null, null, null, null]);
        }

        rows.Sort((a, b) => string.CompareOrdinal((string)a[0]!, (string)b[0]!));
        var (schema, shown) = RowBoundColumn.Needed(Schema, rows, context.Json);
        await RowOutput.PrintAsync(schema, shown, context.Json, cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }

    static async Task<IReadOnlyList<object?>> RowAsync(ICatalog catalog, TableIdentifier identifier, CancellationToken cancellationToken)
    {
        try
        {
            var metadata = (await catalog.LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false)).Metadata;
            var snapshot = metadata.CurrentSnapshot;
            long? Total(string key) => snapshot is null ? 0 : snapshot.Count(key);
            var rows = RowTotal.Of(metadata, snapshot);
            return [identifier.ToString(), "table", rows?.Rows, RowBoundColumn.Of(rows), Total("total-data-files"), Total("total-files-size"),
                DateTimeOffset.FromUnixTimeMilliseconds(metadata.LastUpdatedMs), snapshot?.SnapshotId];
        }
        catch (IcebergException e)
        {
            // One damaged table must not hide the others.
            return [identifier.ToString(), $"unreadable: {e.Message}", null, null, null, null, null, null];
        }
    }
}
