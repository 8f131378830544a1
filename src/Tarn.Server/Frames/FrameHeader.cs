using Tarn.Server.Problems;

namespace Tarn.Server.Frames;

/// <summary>The JSON header of a frame. See docs/reference/http-api.md, <c>POST /sql/run</c>.</summary>
sealed record FrameHeader(string State, int Seq, bool Last, string Job, long Rows)
{
    public IReadOnlyList<FrameColumn>? Columns { get; init; }

    public IReadOnlyList<FrameTable>? Tables { get; init; }

    public bool? Truncated { get; init; }

    public long? RowsAffected { get; init; }

    public FrameChanges? Changes { get; init; }

    public string? Message { get; init; }

    public FrameTimes? Ms { get; init; }

    public FrameFiles? Files { get; init; }

    public FrameBytes? Bytes { get; init; }

    public ProblemBody? Error { get; init; }
}
