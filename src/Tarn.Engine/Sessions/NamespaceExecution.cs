using System.Collections.Immutable;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Security.Roles;

namespace Tarn.Engine.Sessions;

/// <summary>CREATE and DROP NAMESPACE, USE.</summary>
internal static class NamespaceExecution
{
    public static async Task<StatementResult> CreateAsync(StatementScope scope, Statement.CreateNamespace create)
    {
        var levels = scope.Session.Names.CompleteNamespace(create.Name.Parts);
        scope.Demand(Permission.ManageTables, new SecuredObject.Namespace(levels));
        if (scope.Session.Names.IsCatalog(levels[0]))
            throw EngineException.At(EngineErrorKind.InvalidInput, $"A namespace may not be named {levels[0]}: the word stands for the catalog.", scope.Sql.Text, create.Name.Start);
        var name = new Namespace(levels);
        if (await TableResolver.FindNamespaceAsync(scope, levels).ConfigureAwait(false) is { } existing)
        {
            return create.IfNotExists
                ? StatementResult.Done(create.Kind, $"Namespace {existing} exists already.")
                : throw EngineException.At(EngineErrorKind.AlreadyExists, $"The namespace {existing} exists already.", scope.Sql.Text, create.Name.Start);
        }
        try
        {
            await scope.Lakehouse.Catalog.CreateNamespaceAsync(name, create.Properties, scope.Token).ConfigureAwait(false);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.AlreadyExists && create.IfNotExists)
        {
            return StatementResult.Done(create.Kind, $"Namespace {name} exists already.");
        }
        return StatementResult.Done(create.Kind, $"Namespace {name} created.");
    }

    /// <summary>The namespace that gets something new. That of bare names (<c>sql.defaultNamespace</c>) is made when it is first needed: a new project has none.</summary>
    /// <exception cref="EngineException">It is another one and does not exist.</exception>
    public static async Task<Namespace> PlaceAsync(StatementScope scope, ImmutableArray<string> levels, int offset)
    {
        if (await TableResolver.FindNamespaceAsync(scope, levels).ConfigureAwait(false) is { } found) return found;
        var name = string.Join('.', levels);
        var bare = scope.Lakehouse.Options.Sql.DefaultNamespace;
        if (!name.Equals(bare, StringComparison.OrdinalIgnoreCase))
            throw EngineException.At(EngineErrorKind.NotFound, $"The namespace {name} does not exist: CREATE NAMESPACE {name} creates it.", scope.Sql.Text, offset);
        var made = new Namespace([.. bare.Split('.')]);
        try
        {
            await scope.Lakehouse.Catalog.CreateNamespaceAsync(made, ImmutableSortedDictionary<string, string>.Empty, scope.Token).ConfigureAwait(false);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.AlreadyExists)
        {
            // Another statement was faster.
        }
        return made;
    }

    public static async Task<StatementResult> DropAsync(StatementScope scope, Statement.DropNamespace drop)
    {
        var levels = scope.Session.Names.CompleteNamespace(drop.Name.Parts);
        scope.Demand(Permission.ManageTables, new SecuredObject.Namespace(levels));
        if (await TableResolver.FindNamespaceAsync(scope, levels).ConfigureAwait(false) is not { } name)
        {
            return drop.IfExists
                ? StatementResult.Done(drop.Kind, $"There is no namespace {string.Join('.', levels)}.")
                : throw EngineException.At(EngineErrorKind.NotFound, $"The namespace {string.Join('.', levels)} does not exist.", scope.Sql.Text, drop.Name.Start);
        }
        if (drop.Cascade) await EmptyAsync(scope, name).ConfigureAwait(false);
        await scope.Lakehouse.Catalog.DropNamespaceAsync(name, scope.Token).ConfigureAwait(false);
        return StatementResult.Done(drop.Kind, $"Namespace {name} dropped.");
    }

    public static async Task<StatementResult> UseAsync(StatementScope scope, Statement.Use use)
    {
        var parts = use.Name.Parts;
        var levels = parts.Length == 1 && scope.Session.Names.IsCatalog(parts[0])
            ? [.. scope.Lakehouse.Options.Sql.DefaultNamespace.Split('.')]
            : scope.Session.Names.CompleteNamespace(parts);
        var name = await TableResolver.FindNamespaceAsync(scope, levels).ConfigureAwait(false)
            ?? throw EngineException.At(EngineErrorKind.NotFound, $"The namespace {string.Join('.', levels)} does not exist: SHOW NAMESPACES lists them.", scope.Sql.Text, use.Name.Start);
        scope.Demand(Permission.BrowseCatalog, new SecuredObject.Namespace(name.Levels));
        scope.Session.Namespace = name.Levels;
        return StatementResult.Done(use.Kind, $"Names without a namespace are now in {name}.");
    }

    static async Task EmptyAsync(StatementScope scope, Namespace name)
    {
        var catalog = scope.Lakehouse.Catalog;
        foreach (var child in await catalog.ListNamespacesAsync(name, scope.Token).ConfigureAwait(false))
        {
            await EmptyAsync(scope, child).ConfigureAwait(false);
            await catalog.DropNamespaceAsync(child, scope.Token).ConfigureAwait(false);
        }
        foreach (var view in await catalog.ListViewsAsync(name, scope.Token).ConfigureAwait(false)) await catalog.DropViewAsync(view, scope.Token).ConfigureAwait(false);
        foreach (var table in await catalog.ListTablesAsync(name, scope.Token).ConfigureAwait(false)) await catalog.DropTableAsync(table, scope.Token).ConfigureAwait(false);
    }
}
