using System.Globalization;
using System.Text.RegularExpressions;
using Tarn.Engine;
using Tarn.Engine.Sessions;
using Tarn.Security.Identity;
using Tarn.Server.Completion;
using Tarn.Server.Frames;
using Tarn.Server.Problems;

namespace Tarn.Server.SqlPage;

/// <summary>Checks the statement that somebody is typing. Nothing runs, so it is no job.</summary>
sealed partial class CheckEndpoint(Lakehouse lakehouse)
{
    /// <summary>What takes longer is no help while typing: the statement says it itself when it runs.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<TextCheckAnswer> CheckAsync(CheckCall call, Principal principal, CancellationToken cancellationToken)
    {
        var text = call.Text ?? "";
        if (string.IsNullOrWhiteSpace(text)) return new TextCheckAnswer([], []);
        try
        {
            await using var session = lakehouse.OpenSession(principal, new SessionOptions(StatementTimeout: Patience) { AllowsTransactions = false, AsOf = call.AsOf });
            await using var checkedText = await session.CheckAsync(text, cancellationToken);
            var counts = checkedText.Counts;
            return new TextCheckAnswer([], [.. checkedText.Tables.Select(t => new FrameTable(t.Name, t.SnapshotId?.ToString(CultureInfo.InvariantCulture), t.Timestamp))])
            {
                Estimate = checkedText.Tables.Length > 0 ? new CheckEstimate(counts.BytesRead, counts.FilesRead, counts.FilesConsidered) : null,
            };
        }
        catch (EngineException error) when (error.Kind is EngineErrorKind.Timeout or EngineErrorKind.ResourceLimit)
        {
            // Not the text's fault, and no answer either.
            return new TextCheckAnswer([], []);
        }
        catch (EngineException error) when (error.Kind is not (EngineErrorKind.Internal or EngineErrorKind.Storage or EngineErrorKind.Cancelled))
        {
            return new TextCheckAnswer([Error(error, text)], []);
        }
    }

    static CheckError Error(EngineException error, string text)
    {
        var kind = ProblemMapper.Of(error);
        var parts = TextParts.Of(text);
        var (first, last) = error.Position is { } position && parts.Count > 0 ? Named(parts, position.Offset, whole: kind.Kind == ProblemKind.UnknownTable) : (0, parts.Count - 1);
        if (last < 0) return new CheckError(0, text.Length, kind.ToBody().Kind, error.Message);
        var nearest = Nearest().Match(error.Message) is { Success: true } match ? match.Groups["ours"].Value + match.Groups["executors"].Value : null;
        return new CheckError(parts[first].Start, parts[last].End, kind.ToBody().Kind, error.Message)
        {
            // A table is proposed by its name in the namespace that was named.
            Fix = nearest is null || last == first || nearest.Contains('.', StringComparison.Ordinal) ? nearest : string.Concat(text.AsSpan(parts[first].Start, parts[last].Start - parts[first].Start), nearest),
        };
    }

    /// <summary>The word or mark at a place, or the whole dotted name that begins there; what is reported at the text's end is about its last word.</summary>
    static (int First, int Last) Named(List<TextPart> parts, int offset, bool whole)
    {
        var first = parts.FindIndex(p => offset < p.End) is >= 0 and var found ? found : parts.Count - 1;
        var last = first;
        while (whole && last + 2 < parts.Count && parts[last + 1].IsMark('.') && parts[last + 2].IsName) last += 2;
        return (first, last);
    }

    /// <summary>The name that is proposed first, by us or by the executor.</summary>
    [GeneratedRegex("Did you mean (?<ours>[\\w.]+)(?:\\?| or )|Candidate bindings: \"(?<executors>\\w+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Nearest();
}
