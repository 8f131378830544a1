using Tarn.Engine.Evolution;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Security.Roles;

namespace Tarn.Engine.Sessions;

/// <summary>CREATE and DROP TABLE.</summary>
internal static class TableExecution
{
    public static Task<StatementResult> CreateAsync(StatementScope scope, Statement.CreateTable create) =>
        create.As is { } query ? TableWriting.CreateAsAsync(scope, create, query) : CreateEmptyAsync(scope, create);

    public static async Task<StatementResult> DropAsync(StatementScope scope, Statement.DropTable drop)
    {
        var (levels, name) = scope.Session.Names.Complete(drop.Name.Parts);
        scope.Demand(Permission.ManageTables, new SecuredObject.Table(levels, name));
        var found = await TableResolver.TryFindAsync(scope, levels, name).ConfigureAwait(false);
        if (found is null) return Missing(scope, drop, $"{string.Join('.', levels)}.{name}");
        if (found.Value.Table is not { } table)
            throw EngineException.At(EngineErrorKind.InvalidInput, $"{found.Value.View} is a view: DROP VIEW drops it.", scope.Sql.Text, drop.Name.Start);
        var catalog = scope.Lakehouse.Catalog;
        var dropped = drop.Purge ? catalog.PurgeTableAsync(table.Identifier, scope.Token) : catalog.DropTableAsync(table.Identifier, scope.Token);
        // Somebody else may have been faster.
        if (!await dropped.ConfigureAwait(false)) return Missing(scope, drop, table.Identifier.ToString());
        return StatementResult.Done(drop.Kind, drop.Purge ? $"Table {table} dropped, and its files deleted: those in its own folders." : $"Table {table} dropped; its files stay.");
    }

    static StatementResult Missing(StatementScope scope, Statement.DropTable drop, string name) => drop.IfExists
        ? StatementResult.Done(drop.Kind, $"There is no table {drop.Name}.")
        : throw EngineException.At(EngineErrorKind.NotFound, $"The table {name} does not exist.", scope.Sql.Text, drop.Name.Start);

    /// <summary>The place of a new table, in the catalog's spelling of its namespace; and what is there already.</summary>
    public static async Task<(TableIdentifier Identifier, TableResolver.Found? Existing)> PlaceAsync(StatementScope scope, Statement.CreateTable create)
    {
        var (levels, name) = scope.Session.Names.Complete(create.Name.Parts);
        scope.Demand(Permission.ManageTables, new SecuredObject.Table(levels, name));
        var space = await NamespaceExecution.PlaceAsync(scope, levels, create.Name.Start).ConfigureAwait(false);
        var existing = await TableResolver.TryFindAsync(scope, space.Levels, name).ConfigureAwait(false);
        if (existing is { View: { } view })
            throw EngineException.At(EngineErrorKind.AlreadyExists, $"{view} is a view.", scope.Sql.Text, create.Name.Start);
        if (existing is { Table: { } table } && !create.OrReplace && !create.IfNotExists) throw Exists(scope, create, table.Identifier);
        return (existing?.Table?.Identifier ?? new TableIdentifier(space, name), existing);
    }

    public static EngineException Exists(StatementScope scope, Statement.CreateTable create, TableIdentifier identifier) => EngineException.At(
        EngineErrorKind.AlreadyExists, $"The table {identifier} exists already: CREATE OR REPLACE TABLE replaces it, IF NOT EXISTS leaves it.", scope.Sql.Text, create.Name.Start);

    static async Task<StatementResult> CreateEmptyAsync(StatementScope scope, Statement.CreateTable create)
    {
        var (identifier, existing) = await PlaceAsync(scope, create).ConfigureAwait(false);
        if (existing is not null && create.IfNotExists) return StatementResult.Done(create.Kind, $"Table {identifier} exists already.");
        var properties = TableDefinition.PropertiesOf(scope, create);
        var schema = TableDefinition.SchemaOf(scope, create.Columns, properties[TableProperties.FormatVersion]);
        FormatVersionNeed.CheckNew(scope, create, schema, properties[TableProperties.FormatVersion]);
        var creation = new TableCreation(identifier, schema)
        {
            Spec = TableDefinition.SpecOf(scope, create.Partitioning, schema),
            Location = TableDefinition.LocationOf(scope, create),
            Properties = properties,
        };
        if (existing is { Table: { } table }) return await TableWriting.ReplaceEmptyAsync(scope, create, table, creation).ConfigureAwait(false);
        try
        {
            await scope.Lakehouse.Catalog.CreateTableAsync(creation, scope.Token).ConfigureAwait(false);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.AlreadyExists)
        {
            return create.IfNotExists ? StatementResult.Done(create.Kind, $"Table {identifier} exists already.") : throw Exists(scope, create, identifier);
        }
        return StatementResult.Done(create.Kind, $"Table {identifier} created.");
    }
}
