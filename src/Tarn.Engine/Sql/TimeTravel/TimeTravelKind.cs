namespace Tarn.Engine.Sql.TimeTravel;

internal enum TimeTravelKind
{
    /// <summary>A snapshot id, or the name of a branch or tag.</summary>
    Version,

    Timestamp,

    /// <summary>A snapshot id only.</summary>
    Snapshot,

    Branch,

    Tag,

    /// <summary>A branch or a tag.</summary>
    Reference,

    /// <summary>No state but options of the reading, in Spark's form: <c>t.changes WITH ('key' = 'value')</c>. The expression is the list with its brackets.</summary>
    Options,
}
