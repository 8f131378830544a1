using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Views;
using Tarn.Security.Roles;

namespace Tarn.Engine.Evolution;

/// <summary>RENAME TO: another name, and with dots in it another namespace. Files stay where they are.</summary>
internal static class Renaming
{
    public static async Task<StatementResult> OfTableAsync(StatementScope scope, Statement.AlterTable alter, Table table, AlterAction.RenameTo rename)
    {
        var to = await TargetAsync(scope, table.Identifier, rename.NewName).ConfigureAwait(false);
        await Moved(scope, rename.NewName, to, () => scope.Lakehouse.Catalog.RenameTableAsync(table.Identifier, to, scope.Token)).ConfigureAwait(false);
        return StatementResult.Done(alter.Kind, $"Table {table} renamed to {to}.");
    }

    public static async Task<StatementResult> OfViewAsync(StatementScope scope, Statement.AlterView alter, View view, AlterAction.RenameTo rename)
    {
        var to = await TargetAsync(scope, view.Identifier, rename.NewName).ConfigureAwait(false);
        await Moved(scope, rename.NewName, to, () => scope.Lakehouse.Catalog.RenameViewAsync(view.Identifier, to, scope.Token)).ConfigureAwait(false);
        return StatementResult.Done(alter.Kind, $"View {view} renamed to {to}.");
    }

    /// <summary>A bare new name stays in the namespace, as in Spark.</summary>
    static async Task<TableIdentifier> TargetAsync(StatementScope scope, TableIdentifier from, ObjectName name)
    {
        var (levels, last) = name.Parts.Length == 1 ? (from.Namespace.Levels, name.Last) : scope.Session.Names.Complete(name.Parts);
        scope.Demand(Permission.ManageTables, new SecuredObject.Table(levels, last));
        var space = await NamespaceExecution.PlaceAsync(scope, levels, name.Start).ConfigureAwait(false);
        var found = await TableResolver.TryFindAsync(scope, space.Levels, last).ConfigureAwait(false);
        var there = found?.Table?.Identifier ?? found?.View?.Identifier;
        // Another spelling of its own name is a rename too.
        return there is null || there == from ? new TableIdentifier(space, last) : throw Exists(scope, name, there);
    }

    static async Task Moved(StatementScope scope, ObjectName name, TableIdentifier to, Func<Task> rename)
    {
        try
        {
            await rename().ConfigureAwait(false);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.AlreadyExists)
        {
            throw Exists(scope, name, to);
        }
    }

    static EngineException Exists(StatementScope scope, ObjectName name, TableIdentifier there) => At(scope, name, EngineErrorKind.AlreadyExists, $"{there} exists already. Nothing was renamed.");

    static EngineException At(StatementScope scope, ObjectName name, EngineErrorKind kind, string message) => EngineException.At(kind, message, scope.Sql.Text, name.Start);
}
