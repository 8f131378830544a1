using Tarn.Engine.Sql.Lexing;

namespace Tarn.Engine.Sql.Select;

/// <summary>The forms that take a bare table name where no sub-query may stand: TABLE t, DESCRIBE t, SUMMARIZE t.</summary>
internal static class TableForms
{
    public static TableReference WithKeyword(TableReference reference, SqlText sql)
    {
        var index = sql.TokenAt(reference.Start);
        if (index == 0) return reference;
        var before = sql.Tokens[index - 1];
        if (before.Is("TABLE") && index > 1 && sql.Tokens[index - 2].IsAny("DESCRIBE", "DESC", "SUMMARIZE")) return Replace(reference, before.Start);
        if (before.Is("TABLE")) return Replace(reference, before.Start);
        if (before.IsAny("DESCRIBE", "DESC", "SUMMARIZE", "SHOW")) return Replace(reference, reference.Start);
        return reference;
    }

    static TableReference Replace(TableReference reference, int start)
    {
        reference.EditStart = start;
        reference.Prefix = "SELECT * FROM ";
        return reference;
    }
}
