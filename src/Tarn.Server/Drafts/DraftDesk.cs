using System.Text.Json;
using System.Text.RegularExpressions;
using Tarn.Operate.Drafts;
using Tarn.Security.Identity;
using Tarn.Server.Problems;

namespace Tarn.Server.Drafts;

/// <summary>Keeps what a person types, so that neither a reload nor another machine loses it. Nobody sees another's drafts.</summary>
sealed partial class DraftDesk(IDraftStore store)
{
    const int MostDrafts = 50;
    const int MostCharacters = 1 << 20;

    public async Task<DraftsAnswer> ListAsync(Principal principal, CancellationToken cancellationToken) =>
        new([.. (await store.ListAsync(principal.Name, cancellationToken)).Select(Read).OfType<DraftAnswer>()]);

    public async Task KeepAsync(string id, DraftCall call, Principal principal, CancellationToken cancellationToken)
    {
        if (!IdForm().IsMatch(id)) throw new ServerException(ProblemKind.InvalidRequest, "A draft's id has 1 to 64 letters, digits and hyphens.");
        var text = call.Text ?? "";
        if (text.Length + (call.Columns?.Length ?? 0) > MostCharacters) throw new ServerException(ProblemKind.TooLarge, $"A draft has at most {MostCharacters} characters; the server kept the version before. Save it as a file.");
        var body = JsonSerializer.Serialize(new DraftAnswer(id, text, call.Number, call.ChangedAt) { Height = call.Height, File = call.File, Hash = call.Hash, Columns = call.Columns }, ServerJson.Default.DraftAnswer);
        if (!await store.KeepAsync(principal.Name, new Draft(id, body, call.ChangedAt), MostDrafts, cancellationToken))
            throw new ServerException(ProblemKind.TooLarge, $"The server keeps {MostDrafts} drafts a person; this one stays in the browser. Close some, or save it as a file.");
    }

    public Task RemoveAsync(string id, Principal principal, CancellationToken cancellationToken) => store.RemoveAsync(principal.Name, id, cancellationToken);

    /// <summary>Null for what a later version wrote.</summary>
    static DraftAnswer? Read(Draft draft)
    {
        try
        {
            return JsonSerializer.Deserialize(draft.Body, ServerJson.Default.DraftAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();
}
