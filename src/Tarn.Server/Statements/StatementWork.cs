using Tarn.Engine.Sessions;
using Tarn.Operate.Jobs;

namespace Tarn.Server.Statements;

/// <summary>A statement that has been planned and now gives its rows to whoever asked.</summary>
/// <param name="Job">Its job; progress is reported there.</param>
/// <param name="Result">Rows, tables, counts.</param>
/// <param name="Planned">How long it took from the start of the job until the first row could be asked for, waiting for a slot included.</param>
sealed record StatementWork(JobContext Job, StatementResult Result, TimeSpan Planned)
{
    /// <summary>How many rows were handed out, or written by a statement that writes.</summary>
    public void Report(long rows) => Job.Report(new JobProgress(Result.RowsAffected ?? rows, Result.Counts.BytesRead, null, null));
}
