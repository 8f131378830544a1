using Tarn.Engine.Changelog;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;
using Tarn.Security.Roles;

namespace Tarn.Engine.Procedures;

/// <summary>The procedure that shows changes, with Spark's name, arguments and output column.</summary>
internal static class ChangelogProcedures
{
    static readonly ResultSchema Created = new(("changelog_view", TypeId.Varchar));

    /// <summary>
    /// <c>create_changelog_view(table, [changelog_view], [options], [compute_updates], [identifier_columns], [net_changes])</c>: a view of the session's, <c>t_changes</c> where no name is given.
    /// It is planned each time that it is read, so that mistakes are told here.
    /// </summary>
    public static async Task<StatementResult> CreateChangelogViewAsync(StatementScope scope, Statement.Call call)
    {
        var arguments = new ProcedureArguments(scope, call, "table", "changelog_view", "options", "compute_updates", "identifier_columns", "net_changes");
        var given = ChangelogOptions.Parse(arguments.Map("options"));
        var options = (given with
        {
            RemoveCarryovers = true,
            ComputeUpdates = arguments.OptionalTruth("compute_updates") ?? given.ComputeUpdates,
            IdentifierColumns = arguments.OptionalTexts("identifier_columns") is { } columns ? [.. columns] : given.IdentifierColumns,
            NetChanges = arguments.OptionalTruth("net_changes") ?? given.NetChanges,
        }).Checked();
        var table = await arguments.TableAsync("table", Permission.ReadRows).ConfigureAwait(false);
        var name = arguments.OptionalText("changelog_view") ?? $"{table.Identifier.Name}_changes";
        _ = await ChangelogTable.SqlAsync(scope, table, table.CurrentSnapshot, options).ConfigureAwait(false);
        scope.Session.Views[name.Trim('`', '"')] = new ChangelogView(table.Identifier, options);
        return StatementResult.Rows(StatementKind.Call, Created, [[name]]);
    }
}
