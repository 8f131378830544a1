namespace Tarn.Engine.Sql.Statements;

/// <summary>What stands behind a column's type: <c>[NOT NULL] [DEFAULT constant] [COMMENT '…'] [FIRST|AFTER column]</c>.</summary>
internal sealed record ColumnOptions
{
    public bool Required { get; private init; }

    public LiteralText? Default { get; private init; }

    public string? Comment { get; private init; }

    public ColumnPlace? Place { get; private init; }

    /// <summary>Reads them up to the next comma, bracket or the end.</summary>
    /// <param name="cursor">Where they begin.</param>
    /// <param name="placed">Whether FIRST and AFTER mean anything: not in a new table.</param>
    public static ColumnOptions Parse(TokenCursor cursor, bool placed)
    {
        var options = new ColumnOptions();
        while (true)
        {
            if (cursor.TryTake("NOT", "NULL")) options = options with { Required = true };
            else if (cursor.TryTake("NULL")) options = options with { Required = false };
            else if (cursor.TryTake("DEFAULT")) options = options with { Default = LiteralText.Parse(cursor) };
            else if (cursor.TryTake("COMMENT")) options = options with { Comment = cursor.ExpectString("the comment in quotes") };
            else if (placed && PlaceOf(cursor) is { } place) options = options with { Place = place };
            else if (cursor.Current.IsAny("PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "GENERATED"))
                throw cursor.Error(EngineErrorKind.NotSupported, $"{cursor.Current.Value.ToUpperInvariant()} is not supported in a column definition: only NOT NULL, DEFAULT and COMMENT are.", cursor.Current.Start);
            else if (cursor.Current.IsSymbol(",") || cursor.Current.IsSymbol(")") || cursor.AtEnd) return options;
            else throw placed ? cursor.Expected("NOT NULL", "DEFAULT", "COMMENT", "FIRST", "AFTER", "','") : cursor.Expected("NOT NULL", "DEFAULT", "COMMENT", "','", "')'");
        }
    }

    /// <summary><c>FIRST</c> or <c>AFTER column</c>, or null.</summary>
    public static ColumnPlace? PlaceOf(TokenCursor cursor)
    {
        if (cursor.TryTake("FIRST")) return new ColumnPlace(null);
        return cursor.TryTake("AFTER") ? new ColumnPlace(cursor.ExpectObjectName("a column's name").Last) : null;
    }
}
