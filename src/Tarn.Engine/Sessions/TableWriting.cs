using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg.Catalogs;

namespace Tarn.Engine.Sessions;

/// <summary>Statements that write data files: INSERT, CREATE TABLE … AS, TRUNCATE.</summary>
internal static class TableWriting
{
    public static Task<StatementResult> CreateAsAsync(StatementScope scope, Statement.CreateTable create, TextSlice query) => throw Pending(scope, create, query);

    public static Task<StatementResult> InsertAsync(StatementScope scope, Statement.Insert insert) => throw Pending(scope, insert);

    public static Task<StatementResult> TruncateAsync(StatementScope scope, Statement.TruncateTable truncate, Table table) => throw Pending(scope, truncate, table);

    public static Task<StatementResult> ReplaceEmptyAsync(StatementScope scope, Statement.CreateTable create, Table table, TableCreation creation) =>
        throw Pending(scope, create, table, creation);

    static EngineException Pending(params object[] of) => new(EngineErrorKind.NotSupported, $"Writing is not wired yet ({of.Length}).");
}
