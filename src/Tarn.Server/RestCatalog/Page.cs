using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Tarn.Server.RestCatalog;

/// <summary>Cuts a list into pages. REST catalog specification, <c>PageToken</c>: a client that sends no token gets everything.</summary>
static class Page
{
    const int DefaultSize = 100;
    const int LargestSize = 10_000;

    /// <param name="call">Says which page is wanted.</param>
    /// <param name="items">All items, in any order.</param>
    /// <param name="nameOf">Tells them apart within the list.</param>
    /// <returns>The page, in the order of names, and the token of the next one; null after the last.</returns>
    public static (IReadOnlyList<T> Items, string? Next) Of<T>(RestCall call, IEnumerable<T> items, Func<T, string> nameOf)
    {
        var sorted = items.OrderBy(nameOf, StringComparer.Ordinal);
        var size = SizeOf(call);
        if (call.Query("pageToken") is not { } token) return ([.. sorted], null);
        var after = Decode(token);
        var page = sorted.SkipWhile(item => after is not null && string.CompareOrdinal(nameOf(item), after) <= 0).Take(size + 1).ToList();
        return page.Count <= size ? (page, null) : (page[..size], Encode(nameOf(page[size - 1])));
    }

    static int SizeOf(RestCall call)
    {
        if (call.Query("pageSize") is not { Length: > 0 } text) return DefaultSize;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size >= 1
            ? Math.Min(size, LargestSize)
            : throw RestException.BadRequest($"pageSize is '{text}', not a number from 1 on");
    }

    static string Encode(string name) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(name));

    static string? Decode(string token)
    {
        if (token.Length == 0) return null;
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        }
        catch (FormatException)
        {
            throw RestException.BadRequest("pageToken is none that this server gave out");
        }
    }
}
