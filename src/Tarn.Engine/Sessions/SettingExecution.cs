using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Sessions;

/// <summary>SET and RESET of the session's own settings. They never reach the executor.</summary>
internal static class SettingExecution
{
    public static StatementResult Run(StatementScope scope, Statement.SetSetting set)
    {
        if (set.Value is "") throw EngineException.At(EngineErrorKind.InvalidInput, "A wap id is not empty: RESET tarn.wap_id takes it away.", scope.Sql.Text, set.Offset);
        scope.Session.WapId = set.Value;
        return StatementResult.Done(set.Kind, set.Value is null
            ? "Writes are shown when they are committed."
            : $"Writes to tables with {StagedWrites.EnabledProperty} are staged as '{set.Value}' until CALL tarn.system.publish_changes.");
    }
}
