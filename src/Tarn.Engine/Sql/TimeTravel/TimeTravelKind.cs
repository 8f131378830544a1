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
}
