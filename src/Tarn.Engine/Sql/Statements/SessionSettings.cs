namespace Tarn.Engine.Sql.Statements;

/// <summary>SET and RESET of the settings that are a session's own, all named <c>tarn.…</c>. The executor's settings are none of them.</summary>
internal static class SessionSettings
{
    /// <summary>The id under which what the session writes is staged instead of shown: <c>SET tarn.wap_id = '…'</c>.</summary>
    public const string WapId = "wap_id";

    /// <summary>The statement, or null where this is none of ours: then it is refused as any other setting.</summary>
    public static Statement? TryParse(TokenCursor cursor)
    {
        if (!cursor.Current.IsAny("SET", "RESET") || !cursor.PeekAt(1).Is("tarn") || !cursor.PeekAt(2).IsSymbol(".")) return null;
        var reset = cursor.Take().Is("RESET");
        cursor.Take();
        cursor.Take();
        var offset = cursor.Current.Start;
        var name = cursor.ExpectName("a setting's name").ToLowerInvariant();
        if (name != WapId) throw cursor.Error(EngineErrorKind.NotFound, $"There is no setting tarn.{name}: the session's settings are tarn.{WapId}.", offset);
        if (reset) return new Statement.SetSetting(name, null, offset);
        if (!cursor.TryTakeSymbol("=") && !cursor.TryTake("TO")) throw cursor.Expected("'='");
        if (cursor.TryTake("NULL") || cursor.TryTake("DEFAULT")) return new Statement.SetSetting(name, null, offset);
        return new Statement.SetSetting(name, cursor.ExpectString("a value in quotes"), offset);
    }
}
