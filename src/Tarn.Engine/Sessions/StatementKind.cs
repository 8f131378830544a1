namespace Tarn.Engine.Sessions;

/// <summary>What a statement does, as far as callers treat it differently.</summary>
public enum StatementKind
{
    /// <summary>Rows out: SELECT, FROM, VALUES, WITH, PIVOT, TABLE.</summary>
    Query,

    /// <summary>Rows about the catalog or a table: SHOW, DESCRIBE, SUMMARIZE.</summary>
    Describe,

    Explain,
    CreateNamespace,
    DropNamespace,
    CreateTable,
    CreateTableAs,
    DropTable,
    TruncateTable,
    Insert,
    InsertOverwrite,
    Delete,
    Update,
    Merge,
    CreateView,
    DropView,
    AlterTable,
    AlterView,

    /// <summary>SET and RESET of one of the session's own settings.</summary>
    Set,

    Begin,
    Commit,
    Rollback,

    /// <summary>USE: changes the session's default namespace.</summary>
    Use,

    /// <summary>ANALYZE TABLE: writes statistics, no rows.</summary>
    Analyze,

    /// <summary>CALL of a procedure.</summary>
    Call,
}
