using System.Collections.Immutable;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg.Views;
using Tarn.Security.Roles;

namespace Tarn.Engine.Evolution;

/// <summary>ALTER VIEW: its name and its properties. Another text is CREATE OR REPLACE VIEW.</summary>
internal static class ViewAlteration
{
    public static async Task<StatementResult> RunAsync(StatementScope scope, Statement.AlterView alter)
    {
        var (levels, name) = scope.Session.Names.Complete(alter.Name.Parts);
        scope.Demand(Permission.ManageTables, new SecuredObject.Table(levels, name));
        var found = await TableResolver.TryFindAsync(scope, levels, name).ConfigureAwait(false);
        if (found is null)
        {
            return alter.IfExists
                ? StatementResult.Done(alter.Kind, $"There is no view {alter.Name}.")
                : throw At(scope, alter, EngineErrorKind.NotFound, $"The view {string.Join('.', levels)}.{name} does not exist.");
        }
        if (found.Value.View is not { } view) throw At(scope, alter, EngineErrorKind.InvalidInput, $"{found.Value.Table} is a table: ALTER TABLE alters it.");
        return alter.Action is AlterAction.RenameTo rename
            ? await Renaming.OfViewAsync(scope, alter, view, rename).ConfigureAwait(false)
            : await ChangeAsync(scope, alter, view).ConfigureAwait(false);
    }

    static async Task<StatementResult> ChangeAsync(StatementScope scope, Statement.AlterView alter, View view)
    {
        ImmutableArray<ViewUpdate> updates = alter.Action is AlterAction.SetProperties set
            ? [new ViewUpdate.SetProperties(set.Properties)]
            : [new ViewUpdate.RemoveProperties(Present(scope, alter, view, (AlterAction.UnsetProperties)alter.Action))];
        var commit = new ViewCommit(view.Identifier, [new ViewRequirement.AssertViewUuid(view.Metadata.ViewUuid)], updates);
        return await scope.Lakehouse.Catalog.CommitViewAsync(commit, scope.Token).ConfigureAwait(false) switch
        {
            Iceberg.Catalogs.ViewCommitOutcome.Conflict conflict => throw At(scope, alter, EngineErrorKind.Conflict, $"The view {view} was changed meanwhile and is as that change left it: {conflict.Reason}"),
            Iceberg.Catalogs.ViewCommitOutcome.Unknown unknown => throw new EngineException(
                EngineErrorKind.CommitUnknown, $"It is not known whether the view {view} was altered: SHOW TBLPROPERTIES {view} tells.", null, unknown.Cause),
            _ => StatementResult.Done(alter.Kind, $"View {view} altered."),
        };
    }

    static ImmutableArray<string> Present(StatementScope scope, Statement.AlterView alter, View view, AlterAction.UnsetProperties unset)
    {
        if (!unset.IfExists && unset.Keys.FirstOrDefault(key => !view.Metadata.Properties.ContainsKey(key)) is { } missing)
            throw At(scope, alter, EngineErrorKind.InvalidInput, $"The view {view} has no property '{missing}'. UNSET TBLPROPERTIES IF EXISTS (…) leaves that be.");
        return [.. unset.Keys.Where(view.Metadata.Properties.ContainsKey)];
    }

    static EngineException At(StatementScope scope, Statement.AlterView alter, EngineErrorKind kind, string message) =>
        EngineException.At(kind, message, scope.Sql.Text, alter.Name.Start);
}
