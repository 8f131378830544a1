using System.Collections.Immutable;
using Tarn.Engine.Sql.Gate;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Views;
using Tarn.Security.Roles;

namespace Tarn.Engine.Sessions;

/// <summary>Finds what a name stands for in the catalog. SQL names know no case: an exact match wins, then the only one that differs in case.</summary>
internal static class TableResolver
{
    /// <summary>A table or a view: exactly one is not null.</summary>
    public readonly record struct Found(Table? Table, View? View);

    /// <summary>The table or view that a reference names, if the principal may read it.</summary>
    /// <param name="scope">The statement.</param>
    /// <param name="levels">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="offset">Where the reference stands in the user's text.</param>
    public static async Task<Found> FindAsync(StatementScope scope, ImmutableArray<string> levels, string name, int offset)
    {
        var found = await LookUpAsync(scope, new TableIdentifier(new Namespace(levels), name)).ConfigureAwait(false)
            ?? await LookUpInAnyCaseAsync(scope, levels, name).ConfigureAwait(false)
            ?? throw await NotFoundAsync(scope, levels, name, offset).ConfigureAwait(false);
        var identifier = found.Table?.Identifier ?? found.View!.Identifier;
        scope.Demand(Permission.ReadRows, new SecuredObject.Table(identifier.Namespace.Levels, identifier.Name));
        return found;
    }

    /// <summary>The table that a statement changes or shows.</summary>
    /// <exception cref="EngineException">There is none, or a view of that name.</exception>
    public static async Task<Table> FindTableAsync(StatementScope scope, ImmutableArray<string> levels, string name, int offset)
    {
        var found = await LookUpAsync(scope, new TableIdentifier(new Namespace(levels), name)).ConfigureAwait(false)
            ?? await LookUpInAnyCaseAsync(scope, levels, name).ConfigureAwait(false)
            ?? throw await NotFoundAsync(scope, levels, name, offset).ConfigureAwait(false);
        return found.Table ?? throw EngineException.At(EngineErrorKind.InvalidInput, $"{found.View} is a view, not a table.", scope.Sql.Text, offset);
    }

    /// <summary>The identifier of what exists under a name, in the catalog's own spelling; null where there is nothing.</summary>
    public static async Task<Found?> TryFindAsync(StatementScope scope, ImmutableArray<string> levels, string name) =>
        await LookUpAsync(scope, new TableIdentifier(new Namespace(levels), name)).ConfigureAwait(false)
        ?? await LookUpInAnyCaseAsync(scope, levels, name).ConfigureAwait(false);

    /// <summary>A namespace in the catalog's own spelling; null where there is none.</summary>
    public static async Task<Namespace?> FindNamespaceAsync(StatementScope scope, ImmutableArray<string> levels)
    {
        var exact = new Namespace(levels);
        if (exact.IsRoot || await scope.Lakehouse.Catalog.LoadNamespaceAsync(exact, scope.Token).ConfigureAwait(false) is not null) return exact;
        var parent = Namespace.Root;
        foreach (var level in levels)
        {
            var children = await scope.Lakehouse.Catalog.ListNamespacesAsync(parent, scope.Token).ConfigureAwait(false);
            var matching = children.Where(c => c.Name.Equals(level, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (matching.Length != 1) return null;
            parent = matching[0];
        }
        return parent;
    }

    static async Task<Found?> LookUpAsync(StatementScope scope, TableIdentifier identifier)
    {
        try
        {
            return new Found(await scope.LoadTableAsync(identifier).ConfigureAwait(false), null);
        }
        catch (IcebergException e) when (e.Kind is IcebergErrorKind.NoSuchTable or IcebergErrorKind.NoSuchNamespace)
        {
            // It may be a view: they share the space of names.
        }
        try
        {
            return new Found(null, await scope.Lakehouse.Catalog.LoadViewAsync(identifier, scope.Token).ConfigureAwait(false));
        }
        catch (IcebergException e) when (e.Kind is IcebergErrorKind.NoSuchView or IcebergErrorKind.NoSuchNamespace)
        {
            return null;
        }
    }

    static async Task<Found?> LookUpInAnyCaseAsync(StatementScope scope, ImmutableArray<string> levels, string name)
    {
        if (await FindNamespaceAsync(scope, levels).ConfigureAwait(false) is not { } space) return null;
        var names = await NamesAsync(scope, space).ConfigureAwait(false);
        var matching = names.Where(n => n.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray();
        return matching.Length == 1 ? await LookUpAsync(scope, matching[0]).ConfigureAwait(false) : null;
    }

    static async Task<IReadOnlyList<TableIdentifier>> NamesAsync(StatementScope scope, Namespace space)
    {
        try
        {
            var tables = await scope.Lakehouse.Catalog.ListTablesAsync(space, scope.Token).ConfigureAwait(false);
            return [.. tables, .. await scope.Lakehouse.Catalog.ListViewsAsync(space, scope.Token).ConfigureAwait(false)];
        }
        catch (IcebergException e) when (e.Kind is IcebergErrorKind.NoSuchNamespace)
        {
            return [];
        }
    }

    static async Task<EngineException> NotFoundAsync(StatementScope scope, ImmutableArray<string> levels, string name, int offset)
    {
        if (FunctionGate.LooksLikeFile(name))
        {
            return EngineException.At(
                EngineErrorKind.Refused, $"{name} is not a table, and queries do not read files. Load it through a source (sources/*.yaml, tarn sync).", scope.Sql.Text, offset);
        }
        if (await FindNamespaceAsync(scope, levels).ConfigureAwait(false) is not { } space)
            return EngineException.At(EngineErrorKind.NotFound, $"The namespace {string.Join('.', levels)} does not exist: SHOW NAMESPACES lists them.", scope.Sql.Text, offset);
        var nearest = (await NamesAsync(scope, space).ConfigureAwait(false)).Select(n => n.Name).Where(n => NearName(n, name)).Take(3).ToArray();
        var hint = nearest.Length > 0 ? $"Did you mean {string.Join(" or ", nearest)}?" : $"SHOW TABLES IN {space} lists what is there.";
        return EngineException.At(EngineErrorKind.NotFound, $"The table {space}.{name} does not exist. {hint}", scope.Sql.Text, offset);
    }

    static bool NearName(string candidate, string wanted) =>
        candidate.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) || wanted.StartsWith(candidate, StringComparison.OrdinalIgnoreCase)
        || candidate.Contains(wanted, StringComparison.OrdinalIgnoreCase)
        || (candidate.Length == wanted.Length && candidate.Zip(wanted).Count(p => p.First != p.Second) <= 2);
}
