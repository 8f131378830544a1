using Tarn.Server.Frames;

namespace Tarn.Server.SqlPage;

/// <summary><c>POST /sql/check</c>: what is wrong with a statement, and what it would read.</summary>
/// <param name="Errors">In the order of the text; none where it would run.</param>
/// <param name="Tables">What its tables resolve to.</param>
sealed record TextCheckAnswer(IReadOnlyList<CheckError> Errors, IReadOnlyList<FrameTable> Tables)
{
    /// <summary>Absent where nothing is read, and where it cannot be told without running a part.</summary>
    public CheckEstimate? Estimate { get; init; }
}

/// <summary>An error with the part of the text that it is about, in UTF-16 units from 0.</summary>
/// <param name="From">Where the part begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Kind">A problem's kind.</param>
/// <param name="Message">In words.</param>
sealed record CheckError(int From, int To, string Kind, string Message)
{
    /// <summary>What may stand there instead, where one name is near.</summary>
    public string? Fix { get; init; }
}

/// <summary>What planning came to.</summary>
/// <param name="Bytes">Size of the files that would be read: the most, before columns are chosen.</param>
/// <param name="Files">How many those are.</param>
/// <param name="FilesTotal">Of so many in the snapshots.</param>
sealed record CheckEstimate(long Bytes, long Files, long FilesTotal);
