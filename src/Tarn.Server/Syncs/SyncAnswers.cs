using Tarn.Server.Jobs;
using Tarn.Server.Problems;

namespace Tarn.Server.Syncs;

/// <summary><c>GET /syncs</c>.</summary>
sealed record SyncsAnswer(IReadOnlyList<SyncAnswer> Syncs)
{
    /// <summary>What is wrong with the files of <c>sources/</c>; nothing can be run until it is mended.</summary>
    public ProblemBody? Error { get; init; }
}

/// <summary>A connection with its streams.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="File">The file, in the project folder.</param>
/// <param name="Source">Where it reads from.</param>
/// <param name="State">The worst of its streams' states.</param>
/// <param name="Streams">In the file's order.</param>
/// <param name="MayRun">Whether this caller may run, cancel and reset it.</param>
sealed record SyncAnswer(string Name, string File, string Source, string State, IReadOnlyList<StreamAnswer> Streams, bool MayRun)
{
    /// <summary>Its runs, newest first.</summary>
    public IReadOnlyList<JobAnswer> Runs { get; init; } = [];
}

/// <summary>A stream. <c>state</c> is one of <c>firstLoad live onTime late waiting needsDecision failed</c>; see docs/reference/http-api.md, "Syncs".</summary>
sealed record StreamAnswer(string Name, string State, string Table, IReadOnlyList<string> Levels, string TableName, string Files, string Sync, string Write)
{
    public IReadOnlyList<string> Key { get; init; } = [];

    public string? Cursor { get; init; }

    /// <summary>Why it waits: <c>neverRan</c>, <c>files</c> (there is something to load) or <c>source</c> (it cannot be listed).</summary>
    public string? Reason { get; init; }

    /// <summary>Rows that its table holds.</summary>
    public long? Rows { get; init; }

    /// <summary>What <c>rows</c> is where it is not exact: <c>atLeast</c> or <c>atMost</c>.</summary>
    public string? RowsBound { get; init; }

    public LoadAnswer? LastLoad { get; init; }

    public int NewFiles { get; init; }

    public int ChangedFiles { get; init; }

    public long WaitingBytes { get; init; }

    /// <summary>The age of the last successful look at the source.</summary>
    public double? CheckedAgeMs { get; init; }

    public double? TargetMs { get; init; }

    /// <summary>Rows that wait in quarantine.</summary>
    public long Quarantined { get; init; }

    /// <summary>A query of the rows in quarantine; null where there never was one.</summary>
    public string? QuarantineSql { get; init; }

    /// <summary>The statement that takes the rows out of quarantine for good; the table's history keeps them. Null where none waits.</summary>
    public string? DiscardSql { get; init; }

    /// <summary>Columns that loads added or widened, newest first.</summary>
    public IReadOnlyList<SchemaEvent> SchemaChanges { get; init; } = [];

    /// <summary>Its running job, or its last one.</summary>
    public JobAnswer? Job { get; init; }

    /// <summary>Its last error in the source's own words, while nothing succeeded after it.</summary>
    public ProblemBody? Error { get; init; }
}

/// <summary>What the last load came to.</summary>
sealed record LoadAnswer(string Snapshot, DateTimeOffset At, long? Rows, long? Bytes, string? Job);

sealed record SchemaEvent(string Column, string Change, string? From, string? To, DateTimeOffset? Since);

/// <summary><c>POST /syncs/{name}/run</c>.</summary>
sealed record SyncRunCall(string? Stream);

/// <summary><c>GET /syncs/{name}/{stream}/reset</c>: what a reset would do.</summary>
/// <param name="Stream">Which.</param>
/// <param name="Table">Whose rows go.</param>
/// <param name="Rows">How many.</param>
/// <param name="Files">How many source files the next run loads.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Command">The same on the command line.</param>
sealed record ResetEffect(string Stream, string Table, long? Rows, int Files, long Bytes, string Command)
{
    /// <summary>The snapshot that keeps the rows.</summary>
    public string? Snapshot { get; init; }

    /// <summary>What <c>rows</c> is where it is not exact: <c>atLeast</c> or <c>atMost</c>.</summary>
    public string? RowsBound { get; init; }
}

/// <summary><c>POST /syncs/{name}/{stream}/reset</c>: the stream's name, typed by a person.</summary>
sealed record ResetCall(string? Confirm);
